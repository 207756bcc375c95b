using System.Text.Json;
using Vtd.Spec.Tools.Decode.KernelLog;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Tool.Tests.Decode;

/// <summary>What kernels that are built with DMAR_DEBUG show after a fault, held against it.</summary>
public sealed class TableDumpTests : IDisposable
{
    private const string Root = "DMAR: root entry: 0x0000000134567001";
    private const string Context = "DMAR: context entry: hi 0x0000000000000402, low 0x0000000120000001";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0x02", false, Root, Context, "DMAR: pte level: 4, pte value: 0x0000000140000003")]
    [InlineData("0x02", true, Root, "DMAR: context entry: hi 0x0000000000000402, low 0x0000000120000000")]
    [InlineData("0x01", false, Root, Context)]
    [InlineData("0x01", true, "DMAR: root entry: 0x0000000000000000", "DMAR: context table is not present")]
    [InlineData("0x0b", true, Root, "DMAR: context entry: hi 0x0000000000000402, low 0x0000000120000f01")]
    [InlineData("0x0b", false, Root, Context)]
    [InlineData("0x05", true, Root, Context, "DMAR: PTE not present at level 4")]
    [InlineData("0x05", null, Root, Context, "DMAR: pte level: 4, pte value: 0x0000000140000003", "DMAR: pte level: 3, pte value: 0x0000000150000003", "DMAR: PTE not present at level 2")]
    [InlineData("0x05", true, Root, Context, "DMAR: pte level: 4, pte value: 0x0000000140000001")]
    [InlineData("0x05", false, Root, Context, "DMAR: pte level: 4, pte value: 0x0000000140000003", "DMAR: pte level: 3, pte value: 0x0000000150000083")]
    [InlineData("0x06", true, Root, Context, "DMAR: pte level: 4, pte value: 0x0000000000000000", "DMAR: page table not present at level 3")]
    [InlineData("0x05", false, Root, "DMAR: context table is not present")]
    [InlineData("0x0c", null, Root, Context)]
    [InlineData("0x25", null, Root, Context)]
    public void EntriesInMemoryAreHeldAgainstTheFault(string reason, bool? agrees, params string[] dump)
    {
        var one = Assert.Single(Dumps([Fault(reason), "DMAR: Dump dmar1 table entries for IOVA 0x1000", .. dump]).EnumerateArray());

        Assert.Equal(agrees, one.GetProperty("agrees").ValueKind == JsonValueKind.Null ? null : one.GetProperty("agrees").GetBoolean());
        Assert.Equal(("dmar1", "0x1000", 1), (one.GetProperty("unit").GetString(), one.GetProperty("address").GetString(), one.GetProperty("faultLine").GetInt32()));
    }

    [Fact]
    public void AnEntryThatIsPresentThoughTheUnitSaysOtherwiseWasNotFlushed()
    {
        var run = VtdRun.Of("decode", "--dmesg", File(Fault("0x02"), "DMAR: Dump dmar1 table entries for IOVA 0x1000", Root, Context));

        Assert.Contains("\ntables of dmar1 after the fault of 00:1a.0, address 0x1000  once, 9.5\n", run.Output);
        Assert.Matches("\n  entry +legacy-root-entry CTP=0x134567000  P *\n  entry +legacy-context-entry DID=0x4  AW=Bits48  SSPTPTR=0x120000000  P *\n", run.Output);
        Assert.Contains("The entry in memory is present, and the unit says otherwise. Something was not flushed", run.Output);
    }

    [Theory]
    [InlineData("00:02.0", "0x0000000000000000", "0x0000000101000001", false)]
    [InlineData("00:1a.0", "0x0000000000000000", "0x0000000101000001", true)]
    [InlineData("00:1a.0", "0x0000000101000001", "0x0000000000000000", false)]
    public void AScalableRootEntryHasAHalfForEachHalfOfTheDevices(string device, string high, string low, bool agrees) => Assert.Equal(
        agrees,
        Dumps([Fault("0x39", device), "DMAR: Dump dmar0 table entries for IOVA 0x0", $"DMAR: scalable mode root entry: hi {high}, low {low}"])[0].GetProperty("agrees").GetBoolean());

    [Fact]
    public void ScalableModeIsFollowedThroughThePasidTableToTheStage()
    {
        var entries = Dumps([
            Fault("0x71"), "DMAR: Dump dmar0 table entries for IOVA 0x0", "DMAR: scalable mode root entry: hi 0x0000000101001001, low 0x0000000101000001",
            "DMAR: context entry: hi 0x0000000000000000, low 0x0000000101002401", "DMAR: pasid dir entry: 0x0000000101003001",
            "DMAR: pasid table entry[0]: 0x0000000000000049", "DMAR: pasid table entry[1]: 0x0000000000000003", "DMAR: pasid table entry[2]: 0x0000000101004000",
            .. Enumerable.Range(3, 5).Select(word => $"DMAR: pasid table entry[{word}]: 0x0000000000000000"),
            "DMAR: pte level: 4, pte value: 0x0000000101005027", "DMAR: pte level: 3, pte value: 0x0000000000000000", "DMAR: page table not present at level 2"])[0];

        Assert.Equal(
            ["scalable-root-entry", "scalable-context-entry", "pasid-directory-entry", "pasid-entry", "fs-pml4e", "fs-pdpe"],
            entries.GetProperty("entries").EnumerateArray().Select(one => one.GetProperty("decoded").GetProperty("name").GetString()));
        Assert.Equal("The fs-pdpe of level 3 in memory is not present, as the unit says.", entries.GetProperty("verdict").GetString());
    }

    [Fact]
    public void EqualDumpsAreCountedAndOthersStayApart()
    {
        string[] stale = [Fault("0x02"), "DMAR: Dump dmar1 table entries for IOVA 0x1000", Root, Context];
        string[] right = [Fault("0x02"), "DMAR: Dump dmar1 table entries for IOVA 0x2000", "DMAR: root entry: 0x0000000134567001", "DMAR: context entry: hi 0x0000000000000000, low 0x0000000000000000"];
        var dumps = Dumps([.. stale, .. right, .. stale]);

        Assert.Equal([2, 1], dumps.EnumerateArray().Select(one => one.GetProperty("times").GetProperty("count").GetInt32()));
    }

    [Fact]
    public void ADumpWithoutAFaultSaysNothing()
    {
        Assert.Equal("The log has no fault that these entries belong to.", Dumps(["DMAR: Dump dmar1 table entries for IOVA 0x1000", Root])[0].GetProperty("verdict").GetString());
        Assert.Empty(Dumps([Root, Context, "DMAR: PTE not present at level 4"]).EnumerateArray());
    }

    [Fact]
    public void ReasonsAreThoseOfTheSpec() => Assert.Empty(
        DumpVerdict.Reasons.Except(LoadedSpecs.Load(SpecText.Shipped).Specs[0].Enums.Single(one => one.Name == "FaultReason").Codes.Select(code => code.Name)));

    private static string Fault(string reason, string device = "00:1a.0") =>
        $"[    9.5] DMAR: [DMA Write NO_PASID] Request device [{device}] fault addr 0x1000 [fault reason {reason}] x";

    private JsonElement Dumps(string[] lines) => VtdRun.Of("decode", "--json", "--dmesg", File(lines)).Json.GetProperty("dumps");

    // The time of each line is that of the fault.
    private string File(params string[] lines) => _folder.Write(Guid.NewGuid().ToString("n"), lines.Select(line => line.StartsWith('[') ? line : "[    9.5] " + line));
}
