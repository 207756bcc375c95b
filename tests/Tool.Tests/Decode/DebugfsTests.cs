using System.Text;
using System.Text.Json;

namespace Vtd.Tool.Tests.Decode;

/// <summary>The files of /sys/kernel/debug/iommu/intel, as kernels 5 to 7 write them.</summary>
public sealed class DebugfsTests : IDisposable
{
    private const string RootTitle = "B.D.F\tRoot_entry\t\t\t\tContext_entry\t\t\t\tPASID\tPASID_table_entry";
    private const string Legacy = "00:19.2\t0x0000000000000000:0x0000000140001001\t0x0000000000000502:0x0000000140002001\t-1    \t0x0000000000000000:0x0000000000000000:0x0000000000000000";
    private const string Scalable = "00:02.1\t0x0000000140003001:0x0000000140001001\t0x0000000000000000:0x0000000140002401\t5     \t0x0000000140007000:0x0000000000000009:0x0000000000000049";
    private const string QueueTitle = "Index\t\tqw0\t\t\tqw1\t\t\tstatus";
    private const string PagesTitle = "IOVA_PFN\t\tPML5E\t\t\tPML4E\t\t\tPDPE\t\t\tPDE\t\t\tPTE";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RootAndContextEntriesOfLegacyMode()
    {
        var run = Run("IOMMU dmar1: Root Table Address: 0x140000000", RootTitle, Legacy, "");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.StartsWith("\ndmar1: root table at 0x140000000\n", run.Output);
        Assert.Matches("\n  00:19.2 +legacy-root-entry CTP=0x140001000  P *\n +legacy-context-entry DID=0x5  AW=Bits48  SSPTPTR=0x140002000  P *\n", run.Output);
        Assert.EndsWith("\nlines not understood: 0\n", run.Output);
    }

    [Fact]
    public void RootContextAndPasidEntriesOfScalableMode()
    {
        var row = Row(Json("IOMMU dmar1: Root Table Address: 0x140000000", RootTitle, Scalable));

        Assert.Equal(("00:02.1", 5), (row.GetProperty("place").GetString(), row.GetProperty("pasid").GetInt32()));
        Assert.Equal(["scalable-root-entry", "scalable-context-entry", "pasid-entry"], Names(row));
        Assert.Equal(("0x140003000", "0x140007000", "0x9"), (Value(row, 0, "UCTP"), Value(row, 2, "FSPTPTR"), Value(row, 2, "DID")));
    }

    [Fact]
    public void WordsOfAPasidEntryInTheOrderOfTheFirstKernelThatShowedThem()
    {
        var table = Json("IOMMU dmar1: Root Table Address: 0x140000000", RootTitle,
            "00:0b.1\t0x0000000000000000:0x0000000140001001\t0x0000000000100000:0x0000000140002e1d\t0     \t0x0000000140007089:0x0000000000000005:0x0000000000000001").GetProperty("tables")[0];

        Assert.Equal("the words of PASID entries are lowest first, by the bits that are set", table.GetProperty("assumed").GetString());
        Assert.Equal(("0x140007000", "0x5", "0x2"), (Value(table.GetProperty("rows")[0], 2, "SSPTPTR"), Value(table.GetProperty("rows")[0], 2, "DID"), Value(table.GetProperty("rows")[0], 2, "PGTT")));
    }

    [Fact]
    public void TheFormOfKernelsBefore53()
    {
        var json = Json("IOMMU dmar2: Root Table Address:140000000", "Root Table Entries:", " Bus: 3 H: 0 L: 140001001", " Context Table Entries for Bus: 3", "  Entry\tB:D.F\tHigh\tLow", "  160   03:14.0\t102   \t140002001");
        var row = Row(json);

        Assert.Equal(["legacy-root-entry", "legacy-context-entry"], Names(row));
        Assert.Equal(("0x140001000", "0x1", "0x140002000"), (Value(row, 0, "CTP"), Value(row, 1, "DID"), Value(row, 1, "SSPTPTR")));
        Assert.Equal(0, json.GetProperty("notUnderstood").GetInt32());
    }

    [Fact]
    public void ColumnsForPasidsCanBeMissing() =>
        Assert.Equal(["legacy-root-entry", "legacy-context-entry"], Names(Row(Json("IOMMU dmar2: Root Table Address: 0x140000000", "B.D.F\tRoot_entry\t\t\t\tContext_entry", string.Join('\t', Legacy.Split('\t')[..3])))));

    [Theory]
    [InlineData("0000002a00330005", "x2apic-irte", "0x2a")]
    [InlineData("00002a0000330005", "xapic-irte", "0x2a")]
    public void TheModeOfInterruptEntriesIsThatOfTheirDestinations(string low, string name, string destination)
    {
        var table = Json("Remapped Interrupt supported on IOMMU: dmar4", " IR table address:140200000", " Entry SrcID   DstID    Vct IRTE_high\t\tIRTE_low", $" 7     00:1f.0 0000002a 33  00000000000400f8\t{low}").GetProperty("tables")[0];
        var row = table.GetProperty("rows")[0];

        Assert.Equal(("dmar4", "0x140200000", "7"), (table.GetProperty("owner").GetString(), table.GetProperty("address").GetString(), row.GetProperty("place").GetString()));
        Assert.Equal([name], Names(row));
        Assert.Equal((destination, "0x33", "0xf8"), (Value(row, 0, "DST"), Value(row, 0, "V"), Value(row, 0, "SID")));
    }

    [Fact]
    public void RegistersOfTheSameUnitTellTheMode()
    {
        string[] interrupts = ["Remapped Interrupt supported on IOMMU: dmar0", " IR table address:140200000", " 7     00:1f.0 00000000 33  00000000000400f8\t0000000000330005"];
        string Name(string irta) => Names(Row(Json(["IOMMU: dmar0 Register Base Address: fed90000", $"IRTA 0xb8 0x{irta}", .. interrupts])))[0]!;

        Assert.Equal(("xapic-irte", "x2apic-irte"), (Name("000000014020000f"), Name("000000014020080f")));
    }

    [Fact]
    public void PostedInterruptsHaveOneColumnMore() => Assert.Equal(
        ["posted-irte"],
        Names(Row(Json("Posted Interrupt supported on IOMMU: dmar0", " IR table address:140200000", " Entry SrcID   PDA_high PDA_low  Vct IRTE_high\t\tIRTE_low", " 9     3b:00.0 00000001 40008000 e1  0000000100043b00\t4000800000e18001"))));

    [Fact]
    public void DescriptorsBetweenHeadAndTailArePending()
    {
        string[] rows = [.. Enumerable.Range(0, 4).Select(index => $"    {index}\t000000020000002{(index % 2 == 0 ? 5 : 4)}\t0000000155000{index}00\t000000000000000{index}")];
        var run = Run(["Invalidation queue on IOMMU: dmar0", " Base: 0x140100000\tHead: 3\tTail: 1", QueueTitle, .. rows]);

        Assert.Contains("\ndmar0: invalidation queue at 0x140100000, head 3, tail 1\n", run.Output);
        Assert.Matches("\n  0  pending, free +wait STADDR=0x155000000 ", run.Output);
        Assert.Matches("\n  1  in use ", run.Output);
        Assert.Matches("\n  2  done +wait ", run.Output);
        Assert.Matches("\n  3  pending, aborted ", run.Output);
    }

    [Fact]
    public void RowsThatWereNeverUsedAreCounted() => Assert.Contains(
        "\n  rows that are all 0: 1\n",
        Run("Invalidation queue on IOMMU: dmar0", " Base: 0x140100000\tHead: 0\tTail: 0", QueueTitle, "    4\t0000000000000000\t0000000000000000\t0000000000000000").Output);

    [Fact]
    public void DescriptorsOf256BitsHaveTwoColumnsMore() => Assert.Equal(
        "0x3000",
        Value(Row(Json("Invalidation queue on IOMMU: dmar0", " Base: 0x140100000\tHead: 0\tTail: 0", "Index\t\tqw0\t\t\tqw1\t\t\tqw2\t\t\tqw3\t\t\tstatus", "    9\t0000000500020066\t0000000000003000\t0000000000000000\t0000000000000000\t0000000000000002")), 0, "ADDR"));

    [Theory]
    [InlineData("0x0000000100000 |\t0x0000000000000000\t0x0000000140008003\t0x0000000140009003\t0x000000014000a003\t0x00000000b0000003", "ss-pml4e ss-pdpe ss-pde ss-pte")]
    [InlineData("0x0000000100000\t0x0000000000000000\t0x0000000140008003\t0x0000000140009003\t0x00000000b0000083\t0x0000000000000000", "ss-pml4e ss-pdpe ss-pde-2m")]
    [InlineData("0x0000000100000 |\t0x0000000000000000\t0x0000000140008027\t0x0000000140009027\t0x000000014000a027\t0x80000000b0000067", "fs-pml4e fs-pdpe fs-pde fs-pte")]
    public void PageTablesOfADevice(string row, string names) => Assert.Equal(names, string.Join(' ', Names(Row(Json("Device 0000:00:02.1 @0x140007000", PagesTitle, row)))));

    [Fact]
    public void ThePasidEntryInTheSameFileTellsTheStage()
    {
        const string page = "0x0000000100000 |\t0x0000000000000000\t0x0000000140008003\t0x0000000140009003\t0x000000014000a003\t0x00000000b0000003";
        string[] Stages(string heading) => [.. Json("IOMMU dmar1: Root Table Address: 0x140000000", RootTitle, Scalable, heading, PagesTitle, page).GetProperty("tables")[1].GetProperty("rows").EnumerateArray().Select(row => Names(row)[0]![..2])];

        Assert.Equal(["fs"], Stages("Device 0000:00:02.1 with pasid 5 @0x140007000"));
        Assert.Equal(["ss"], Stages("Device 0000:00:02.1 with pasid 6 @0x140007000"));
    }

    [Fact]
    public void SeveralFilesCanFollowEachOther()
    {
        var json = Json(
            "==== iommu_regset", "IOMMU: dmar0 Register Base Address: fed90000", "Name\t\t\tOffset\t\tContents", "GSTS            \t0x1c\t\t0x00000000c7000000", "",
            "==== dmar_translation_struct", "IOMMU dmar0: Root Table Address: 0x140000000", RootTitle, Legacy, "", "DMA Remapping is not enabled on dmar1",
            "==== invalidation_queue", "Invalidation queue on IOMMU: dmar0", " Base: 0x140100000\tHead: 0\tTail: 0", QueueTitle, "", "****", "",
            "IOMMU: dmar0 Register Base Address: fed90000", "                  <0.1us   0.1us-1us", "   inv_iotlb       12   13", "", "something else");

        Assert.Equal(["dmar0"], json.GetProperty("units").EnumerateArray().Select(unit => unit.GetProperty("name").GetString()));
        Assert.Equal(["translation", "queue"], json.GetProperty("tables").EnumerateArray().Select(table => table.GetProperty("kind").GetString()));
        Assert.Equal((1, 1), (json.GetProperty("unitsOff").GetInt32(), json.GetProperty("notUnderstood").GetInt32()));
    }

    [Fact]
    public void WhatCannotBeSoIsNamed()
    {
        var run = Run("IOMMU dmar1: Root Table Address: 0x140000000", RootTitle, Legacy.Replace("140001001", "140001801", StringComparison.Ordinal));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("\n  wrong: 00:19.2 (line 3): Bit 11 is reserved and set.\n", run.Output);
    }

    [Fact]
    public void AFileOfSomethingElseIsOneLine()
    {
        var run = Run("GSTS", "nothing");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("nothing in it that Linux shows in /sys/kernel/debug/iommu/intel", run.Error);
    }

    [Fact]
    public void HostileFilesDoNoHarm()
    {
        var random = new Random(11);
        string[] words = [.. string.Join('\n', "IOMMU dmar1: Root Table Address: 0x140000000", RootTitle, Legacy, Scalable, "Device x @0x1", PagesTitle, "Invalidation queue on IOMMU: dmar0", " Bus: 3 H: 0 L: 1", "Head: 99999999", "\u001b[2J").Split(' ', '\t')];
        for (var round = 0; round < 100; round++)
        {
            var text = new StringBuilder("IOMMU dmar1: Root Table Address: 0x140000000\n");
            for (var word = 0; word < 200; word++)
                text.Append(words[random.Next(words.Length)]).Append(random.Next(5) == 0 ? '\n' : '\t');

            var run = Run(text.ToString().Split('\n'));
            Assert.Contains(run.ExitCode, new[] { 0, 1 });
            Assert.DoesNotContain('\u001b', run.Output);
        }

        var many = Run(["Device 0000:00:02.1 @0x140007000", .. Enumerable.Repeat("0x1 |\t0x0000000000000000\t0x0000000140008003\t0x0000000000000000\t0x0000000000000000\t0x0000000000000000", 10_005)]);
        Assert.Contains("\n  rows that are not looked at: 5\n", many.Output);
        Assert.Equal(2, Run([.. Enumerable.Repeat("Device a @0x1", 10_001)]).ExitCode);
    }

    private static JsonElement Row(JsonElement json) => Assert.Single(json.GetProperty("tables")[0].GetProperty("rows").EnumerateArray());

    private static List<string?> Names(JsonElement row) => [.. row.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("decoded").GetProperty("name").GetString())];

    private static string? Value(JsonElement row, int entry, string field) => row.GetProperty("entries")[entry].GetProperty("decoded").GetProperty("fields").EnumerateArray()
        .Single(one => one.GetProperty("name").GetString() == field).GetProperty("value").GetString();

    private JsonElement Json(params string[] lines) => VtdRun.Of("decode", "--json", "--debugfs", Write(lines)).Json;

    private VtdRun Run(params string[] lines) => VtdRun.Of("decode", "--debugfs", Write(lines));

    private string Write(string[] lines) => _folder.Write(Guid.NewGuid().ToString("n"), lines);
}
