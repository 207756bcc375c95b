using System.Text;
using System.Text.Json;
using Vtd.Spec.Tools.Decode.KernelLog;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Tool.Tests.Decode;

public sealed class KernelLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("kernel-3.8.log", "DMA read 00:02.0 - 0x1a45aa9000 0x0c SecondStageEntryReserved 1")]
    [InlineData("kernel-4-skylake.log", "interrupt f0:1f.0 - 0x0 0x25 CompatibilityInterruptBlocked 1")]
    [InlineData("kernel-5-intr-remap.log", "interrupt 00:00.0 - 0x26 0x26 InterruptSourceInvalid 1")]
    [InlineData("kernel-5-as4630.log", "DMA write 00:12.0 - 0x0 0x05 WriteDenied 3")]
    [InlineData("kernel-5-gvt.log", "DMA write 00:02.0 - 0x0 0x02 ContextEntryNotPresent 1", "DMA read 00:02.0 - 0xb4000000 0x06 ReadDenied 2")]
    [InlineData("kernel-5.14-sof.log", "DMA read 00:02.0 - 0x70ad5000 0x07 SecondStageEntryFetch 1", "DMA read 00:02.0 - 0x7c346000 0x06 ReadDenied 1", "DMA read 00:02.0 - 0x70a28000 0x0c SecondStageEntryReserved 1")]
    [InlineData("kernel-6-dasharo.log", "DMA read 00:02.0 - 0x7cd80000 0x01 RootEntryNotPresent 2")]
    [InlineData("kernel-6.5-dsa.log", "DMA read 6a:01.0 2 0x7fe0c9943000 0x3a ScalableRootEntryReserved 1")]
    [InlineData("kernel-6-tenstorrent.log", "DMA read 03:00.0 - 0x100000 0x71 FirstStageEntryNotPresent 1")]
    [InlineData("kernel-6-ath11k.log", "interrupt 02:00.0 - 0x0 0x25 CompatibilityInterruptBlocked 3")]
    public void FaultsOfEveryKernelAreUnderstood(string sample, params string[] faults)
    {
        var run = Run("--json", Samples.PathOf(sample));
        var json = run.Json;

        Assert.Equal(("", 1), (run.Error, run.ExitCode));
        Assert.Equal(faults, json.GetProperty("faults").EnumerateArray().Select(Text));
        Assert.All(json.GetProperty("faults").EnumerateArray(), fault => Assert.NotNull(fault.GetProperty("cause").GetString()));
        Assert.Empty(json.GetProperty("strangeLines").EnumerateArray());
    }

    [Fact]
    public void RepeatsAreCountedWithFirstAndLastTime()
    {
        var run = Run(Samples.PathOf("kernel-5-as4630.log"));

        Assert.StartsWith("3 blocked requests in 1 group, 0 errors of the invalidation queue\n  0 lines of other trouble, 0 lines about an IOMMU not understood\n  The kernel left out 2474 messages", run.Output);
        Assert.Contains("\n00:12.0  DMA write  3 times, 10672.868940 to 10672.869448\n", run.Output);
        Assert.Matches(@"\n  reason   0x05 WriteDenied \(LGN\.2\): write or AtomicOp meets W = 0 at some level\s*\n  usually  The driver gave the device a buffer that it had not mapped", run.Output);
        Assert.Contains("\nFSTS 0x2  4 times, 10672.869183 to 10677.928604\n", run.Output);
    }

    [Fact]
    public void AddressesOfAGroupAreARange()
    {
        var fault = Run("--json", Samples.PathOf("kernel-6-dasharo.log")).Json.GetProperty("faults")[0];

        Assert.Equal(("0x7cd80000", "0x7cd87000", 2), (fault.GetProperty("lowest").GetString(), fault.GetProperty("highest").GetString(), fault.GetProperty("places").GetInt32()));
        Assert.Equal("{\"count\":2,\"firstLine\":1,\"first\":\"0.361089\",\"last\":\"0.361102\"}", Compact(fault.GetProperty("times")));
    }

    [Fact]
    public void QueueErrorsShowTheirDescriptors()
    {
        var json = Run("--json", Samples.PathOf("kernel-5.15-reset.log")).Json;
        var descriptors = json.GetProperty("descriptors");

        Assert.Equal(["ICE", "ITE"], json.GetProperty("queueErrors").EnumerateArray().Select(error => error.GetProperty("flag").GetString()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("queueErrors")[1].GetProperty("function").ValueKind);
        Assert.Equal(["head 2", "before the head 1"], descriptors.EnumerateArray().Select(one => $"{one.GetProperty("place").GetString()} {one.GetProperty("times").GetProperty("count").GetInt32()}"));
        Assert.Equal(JsonValueKind.Null, descriptors[0].GetProperty("decoded").ValueKind);
        Assert.Equal("wait", descriptors[1].GetProperty("decoded").GetProperty("name").GetString());
        Assert.Contains("  is       wait STADDR=0x185f6729c4  STDATA=0x2  SW", Run(Samples.PathOf("kernel-5.15-reset.log")).Output);
    }

    [Fact]
    public void QueueErrorsNameTheirReasonOrDevice()
    {
        var errors = Run("--json", Samples.PathOf("kernel-6-vmd-boot.log")).Json.GetProperty("queueErrors");

        Assert.Equal("0x0f", errors[0].GetProperty("reason").GetProperty("code").GetString());
        Assert.Equal("ff:1f.7", errors[1].GetProperty("function").GetString());
        Assert.Equal("ReservedField", Of("DMAR: VT-d detected Invalidation Queue Error: Reason 4").GetProperty("queueErrors")[0].GetProperty("reason").GetProperty("name").GetString());
        Assert.Equal("IQE", Of("[1.5] DMAR: VT-d detected invalid descriptor: low=13, high=0").GetProperty("queueErrors")[0].GetProperty("flag").GetString());
        Assert.Equal("53:00.0", Of("DMAR: VT-d detected Invalidation Time-out Error: SID 5300").GetProperty("queueErrors")[0].GetProperty("function").GetString());
    }

    [Fact]
    public void UnitsAreListed()
    {
        var unit = Run("--json", Samples.PathOf("kernel-4-skylake.log")).Json.GetProperty("units")[0];

        Assert.Equal("{\"name\":\"dmar1\",\"base\":\"0xfed91000\",\"version\":\"1.0\",\"cap\":\"0xd2008c40660462\",\"ecap\":\"0xf050da\"}", Compact(unit));
    }

    [Theory]
    [InlineData("[    0.361089] ", "0.361089")]
    [InlineData("<3>[  12.5] ", "12.5")]
    [InlineData("[Tue Aug 20 12:04:38 2019] ", "Tue Aug 20 12:04:38 2019")]
    [InlineData("Sep 16 01:46:35 host kernel: ", "Sep 16 01:46:35")]
    [InlineData("2025-09-16T01:46:35.123456+0200 host kernel: ", "2025-09-16T01:46:35.123456+0200")]
    [InlineData("01:46:35 ", "01:46:35")]
    [InlineData("", "")]
    public void TimesAreThoseOfTheLog(string prefix, string time) =>
        Assert.Equal(time, Of(prefix + "DMAR: [DMA Read NO_PASID] Request device [00:02.0] fault addr 0x1000 [fault reason 0x06] x").GetProperty("faults")[0].GetProperty("times").GetProperty("first").GetString());

    [Theory]
    [InlineData("[fault reason 12] x", "0x0c")]
    [InlineData("[fault reason 0x12] x", "0x12")]
    [InlineData("[fault reason 0xAb] x", "0xab")]
    public void ReasonsAreDecimalWithoutAPrefix(string reason, string code) =>
        Assert.Equal(code, Of($"DMAR: [DMA Write] Request device [00:02.0] fault addr 1000 {reason}").GetProperty("faults")[0].GetProperty("reason").GetProperty("code").GetString());

    [Fact]
    public void AReasonOnALineOfItsOwnBelongsToTheRequestBeforeIt()
    {
        const string first = "DMAR:[DMA Read] Request device [00:02.0] fault addr 1000";
        const string second = "DMAR:[DMA Write] Request device [00:03.0] fault addr 2000";
        const string reason = "DMAR:[fault reason 05] PTE Write access is not set";

        Assert.Equal(["DMA read 00:02.0 - 0x1000 none none 1", "DMA write 00:03.0 - 0x2000 0x05 WriteDenied 1"], Of(first, second, reason, reason).GetProperty("faults").EnumerateArray().Select(Text));
        Assert.Equal(["DMA read 00:02.0 - 0x1000 none none 1"], Of(first).GetProperty("faults").EnumerateArray().Select(Text));
        Assert.Equal(["DMA read 00:02.0 - 0x1000 0x05 WriteDenied 1"], Of(first, "usb 1-1: new device", reason).GetProperty("faults").EnumerateArray().Select(Text));
    }

    [Fact]
    public void RequestsOfDifferentDevicesStayApart()
    {
        var faults = Of(
            "DMAR: [DMA Read PASID 0x2] Request device [6a:01.0] fault addr 0x1000 [fault reason 0x3a] x",
            "DMAR: [DMA Read PASID 0x3] Request device [6a:01.0] fault addr 0x1000 [fault reason 0x3a] x",
            "DMAR: [DMA Write PASID 0x2] Request device [6a:01.0] fault addr 0x1000 [fault reason 0x3a] x",
            "DMAR: [DMA Read PASID 0x2] Request device [6a:02.0] fault addr 0x1000 [fault reason 0x3a] x",
            "DMAR: [DMA Read PASID 0x2] Request device [6a:01.0] fault addr 0x1000 [fault reason 0x39] x").GetProperty("faults");

        Assert.Equal(5, faults.GetArrayLength());
    }

    [Fact]
    public void LinesInUnknownWordsAreNamed()
    {
        var run = Run("--json", File("fine", "DMAR: [INTR-REMAP] Request device [0x00:0x01] fault index 0xa00 [fault reason 0x25] x", "Request device for me"));

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("[2]", Compact(run.Json.GetProperty("strangeLines")));
    }

    [Fact]
    public void AnUnknownReasonIsSaidToBeUnknown() =>
        Assert.Contains("reason   0xf0, which the spec does not define", Run(File("DMAR: [DMA Write] Request device [00:02.0] fault addr 1000 [fault reason 0xf0] x")).Output);

    [Fact]
    public void ALogWithoutFaultsIsGood()
    {
        var run = Run(File("Linux version 6.1", "DMAR: IOMMU enabled"));

        Assert.Equal((0, "0 blocked requests in 0 groups, 0 errors of the invalidation queue\n  0 lines of other trouble, 0 lines about an IOMMU not understood\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void AMissingFileIsOneLine()
    {
        var run = Run(Samples.PathOf("none.log"));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Matches("^vtd: .*none.log: no such file\n$", run.Error);
        Assert.Equal(2, Run(Path.GetTempPath()).ExitCode);
    }

    [Fact]
    public void CausesAreAboutThingsOfTheSpec()
    {
        var spec = LoadedSpecs.Load(SpecText.Shipped).Specs[0];

        Assert.Empty(UsualCauses.OfFaults.Keys.Except(spec.Enums.Single(one => one.Name == "FaultReason").Codes.Select(code => code.Name)));
        Assert.Empty(UsualCauses.OfQueueErrors.Keys.Except(spec.Registers.Single(one => one.Mnemonic == "FSTS").Fields.Select(field => field.Name)));
    }

    [Fact]
    public void AnyBytesAreALog()
    {
        var random = new Random(5);
        var words = Directory.GetFiles(Samples.PathOf("."), "*.log").SelectMany(System.IO.File.ReadAllLines).SelectMany(line => line.Split(' ')).Distinct().ToArray();
        for (var round = 0; round < 200; round++)
        {
            var text = new StringBuilder();
            for (var word = 0; word < 200; word++)
                text.Append(random.Next(9) == 0 ? ((char)random.Next(256)).ToString() : words[random.Next(words.Length)]).Append(random.Next(6) == 0 ? '\n' : ' ');

            foreach (var found in LogReader.Read(text.ToString().Split('\n')))
                Assert.True(found.Line > 0);
        }
    }

    [Fact]
    public void HugeLinesAndControlCharactersDoNoHarm()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("hostile.log", Encoding.Latin1.GetBytes(
            "\0\u001b[2J" + new string('x', 3_000_000) + "Request device fault\n"
            + "[1\u001b[31m] DMAR: [DMA Read] Request device [00:02.0] fault addr 1 [fault reason 99999999999999999999] \n"
            + "DMAR: [DMA Read] Request device [00:1f.0] fault addr ffffffffffffffff [fault reason 999]\n"
            + "dmar_fault: 999999999999999999 callbacks suppressed\ndmar_fault: 999999999999999999 callbacks suppressed\n"
            + "DMAR: [DMA Read] Request device [00:ff.0] fault addr 1"));
        var run = Run(path);

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Contains("0x3e7, which the spec does not define", run.Output);
    }

    private static string Text(JsonElement fault)
    {
        var reason = fault.GetProperty("reason");
        var isKnown = reason.ValueKind != JsonValueKind.Null;
        var pasid = fault.GetProperty("pasid").ValueKind == JsonValueKind.Null ? "-" : fault.GetProperty("pasid").GetUInt32().ToString();
        return $"{fault.GetProperty("request").GetString()} {fault.GetProperty("function").GetString()} {pasid} {fault.GetProperty("lowest").GetString()} "
            + $"{(isKnown ? reason.GetProperty("code").GetString() : "none")} {(isKnown ? reason.GetProperty("name").GetString() : "none")} {fault.GetProperty("times").GetProperty("count").GetInt32()}";
    }

    private static string Compact(JsonElement one) => JsonSerializer.Serialize(one);

    private JsonElement Of(params string[] lines) => Run("--json", File(lines)).Json;

    private string File(params string[] lines) => _folder.Write(Guid.NewGuid().ToString("n"), lines);

    private static VtdRun Run(params string[] arguments) => VtdRun.Of(["decode", .. arguments[..^1], "--dmesg", arguments[^1]]);
}
