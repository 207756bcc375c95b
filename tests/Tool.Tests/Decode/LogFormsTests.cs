using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Vtd.Tool.Tests.Decode;

/// <summary>Logs as people pass them on: of Xen, of AMD machines, wrapped by mail programs, in other encodings, and lines that tell of no fault.</summary>
public sealed class LogFormsTests : IDisposable
{
    private const string Fault = "[    7.123456] DMAR: [DMA Read NO_PASID] Request device [00:02.0] fault addr 0x7a001000 [fault reason 0x06] PTE Read access is not set";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("(XEN) [VT-D]DMAR:[DMA Write] Request device [0000:04:00.1] fault addr 9d000, iommu reg = ffff82c00020a000", "(XEN) [VT-D]DMAR: reason 05 - PTE Write access is not set", "DMA write 04:00.1 0x9d000 0x05")]
    [InlineData("(XEN) [VT-D]INTR-REMAP: Request device [0000:f0:1f.0] fault index 2a", "(XEN) [VT-D]INTR-REMAP: reason 25 - Blocked a compatibility format interrupt request", "interrupt f0:1f.0 0x2a 0x25")]
    [InlineData("(XEN) DMAR:[DMA Read] Request device [00:19.3] fault addr 1000, iommu reg = ffff82c3fff55000", "(XEN) DMAR:[fault reason 0ch] non-zero reserved fields in PTE", "DMA read 00:19.3 0x1000 0x0c")]
    public void XenTellsTheReasonInHexadecimalOnALineOfItsOwn(string request, string reason, string fault)
    {
        var json = Of("(XEN) Brought up 4 CPUs", request, reason);

        Assert.Equal([fault], json.GetProperty("faults").EnumerateArray().Select(Text));
        Assert.Equal(0, json.GetProperty("notUnderstood").GetInt32());
    }

    [Theory]
    [InlineData("ahci 0000:02:00.1: AMD-Vi: Event logged [IO_PAGE_FAULT domain=0x0004 address=0xbf000000 flags=0x0050]", null, "IO_PAGE_FAULT 0000:02:00.1 0xbf000000")]
    [InlineData("AMD-Vi: Event logged [IO_PAGE_FAULT device=0b:00.0 domain=0x0004 address=0xbf000000 flags=0x0050]", null, "IO_PAGE_FAULT 0b:00.0 0xbf000000")]
    [InlineData("[    1.1] AMD-Vi: Event logged [", "[    1.2] ILLEGAL_DEV_TABLE_ENTRY device=00:01.0 address=0xfd00000000 flags=0x0a00]", "ILLEGAL_DEV_TABLE_ENTRY 00:01.0 0xfd00000000")]
    public void EventsOfAmdAreSaidToBeAmds(string line, string? next, string expected)
    {
        var log = File([line, .. next is null ? Array.Empty<string>() : [next]]);
        var one = VtdRun.Of("decode", "--json", "--dmesg", log).Json.GetProperty("amd")[0];

        Assert.Equal(expected, $"{one.GetProperty("name").GetString()} {one.GetProperty("device").GetString()} {one.GetProperty("lowest").GetString()}");
        Assert.Contains("It is no VT-d unit", VtdRun.Of("decode", "--dmesg", log).Output);
        Assert.Equal(1, VtdRun.Of("decode", "--dmesg", log).ExitCode);
    }

    [Theory]
    [InlineData("> [    7.1] DMAR: [DMA Read NO_PASID] Request device [00:02.0]\n> fault addr 0x7a001000 [fault reason 0x06] PTE Read access is not set")]
    [InlineData(">> [    7.1] DMAR: [DMA Read NO_PASID] Request\n>> device [00:02.0] fault addr\n>> 0x7a001000 [fault reason 0x06] PTE Read access is\n>> not set")]
    [InlineData("[    7.1] DMAR: [DMA Read NO_PASID] Request device [00:02.0] fault addr 0x7a001000 [fault\nreason 0x06] PTE Read access is not set")]
    [InlineData("[    7.1] DMAR: [DMA Read NO_PASID] Request device [00:02.0] fault addr 0x7a0=\n01000 [fault reason 0x06] PTE Read access is not set=0D")]
    public void LinesThatAMailProgramWrappedArePutTogether(string text)
    {
        var json = Of([.. text.Split('\n'), "[    7.2] usb 1-1: new device"]);

        Assert.Equal(["DMA read 00:02.0 0x7a001000 0x06"], json.GetProperty("faults").EnumerateArray().Select(Text));
        Assert.Equal(0, json.GetProperty("notUnderstood").GetInt32());
    }

    [Theory]
    [InlineData("Aug  9 15:06:23 host kernel: dmar: IOMMU 1: reg_base_addr fbffc000 ver 1:0 cap d2078c106f0466 ecap f020de", "IOMMU 1 0xfbffc000 0xd2078c106f0466 0xf020de")]
    [InlineData("Apr  2 15:03:09 host kernel: [    0.024932] IOMMU 0: reg_base_addr fed91000 ver 1:0 cap c9008020e30262 ecap 1000", "IOMMU 0 0xfed91000 0xc9008020e30262 0x1000")]
    [InlineData("> [    1.5] DMAR: dmar2: reg_base_addr fed84000 ver 4:0 cap\n> 1c0000c40660462 ecap 29a00f0505e", "dmar2 0xfed84000 0x1c0000c40660462 0x29a00f0505e")]
    [InlineData("[    1.5] DMAR: dmar2: reg_base_addr fed84000 ver 4:0 cap 1c0000c40660=\n462 ecap 29a00f05=\n05e=0D", "dmar2 0xfed84000 0x1c0000c40660462 0x29a00f0505e")]
    public void UnitsOfOldKernelsAndOfMailsAreListed(string text, string unit)
    {
        var one = Assert.Single(Of(text.Split('\n')).GetProperty("units").EnumerateArray());

        Assert.Equal(unit, string.Join(' ', new[] { "name", "base", "cap", "ecap" }.Select(name => one.GetProperty(name).GetString())));
    }

    [Theory]
    [InlineData("page request", "IOMMU: dmar3: Page request without PASID")]
    [InlineData("page request", "IOMMU: dmar0: PRQ overflow detected")]
    [InlineData("firmware", "DMAR: [Firmware Bug]: No firmware reserved region can cover this RMRR [0x00000000aa000000-0x00000000aaffffff], contact BIOS vendor for fixes")]
    [InlineData("firmware", "Your BIOS is broken; DMAR reported at address fed61000 returns all ones!")]
    [InlineData("firmware", "DMAR-IR: [Firmware Bug]: ioapic 3 has no mapping iommu, interrupt remapping will be disabled")]
    [InlineData("unit", "DMAR: IOMMU feature sc_support inconsistent")]
    [InlineData("driver", "DMAR: Allocating domain for 0000:00:1f.3 failed")]
    public void TroubleIsTold(string kind, string line)
    {
        var run = VtdRun.Of("decode", "--json", "--dmesg", File("[    1.000000] " + line, "[    2.000000] " + line));
        var one = Assert.Single(run.Json.GetProperty("troubles").EnumerateArray());

        Assert.Equal((1, kind, line, 2), (run.ExitCode, one.GetProperty("kind").GetString(), one.GetProperty("text").GetString(), one.GetProperty("times").GetProperty("count").GetInt32()));
        Assert.Equal(0, run.Json.GetProperty("notUnderstood").GetInt32());
    }

    [Fact]
    public void ValuesInTroubleAreDecoded()
    {
        var troubles = Of("dmar5: Invalid page request: 300480101 7f0012345003", "DMAR: ERROR: DMA PTE for vPFN 0xa0b0c already set (to a0b0c003 not 13a0b0c001)").GetProperty("troubles");

        Assert.Equal(["0x7f0012345000", "0x3", "0x48"], new[] { "ADDR", "PASID", "RID" }.Select(name => Value(troubles[0].GetProperty("decoded")[0], name)));
        Assert.Equal(["0xa0b0c000", "0x13a0b0c000"], troubles[1].GetProperty("decoded").EnumerateArray().Select(entry => Value(entry, "ADDR")));
        Assert.Equal(["0x1", "0x0"], troubles[1].GetProperty("decoded").EnumerateArray().Select(entry => Value(entry, "W")));
    }

    [Theory]
    [InlineData("DMAR: Host address width 39")]
    [InlineData("DMAR: DRHD base: 0x000000fed90000 flags: 0x0")]
    [InlineData("DMAR: RMRR base: 0x0000007b800000 end: 0x0000007fffffff")]
    [InlineData("DMAR-IR: Enabled IRQ remapping in x2apic mode")]
    [InlineData("pci 0000:00:1f.0: Adding to iommu group 7")]
    [InlineData("iommu: Default domain type: Translated")]
    [InlineData("Kernel command line: quiet intel_iommu=on,sm_on")]
    [InlineData("DMAR: Invalidation Queue Error (IQE) cleared")]
    public void OrdinaryLinesAreNoTrouble(string line)
    {
        var run = VtdRun.Of("decode", "--dmesg", File(line));

        Assert.Equal((0, "0 blocked requests in 0 groups, 0 errors of the invalidation queue\n  0 lines of other trouble, 0 lines about an IOMMU not understood\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void LinesThatAreNotUnderstoodAreCountedAndShown()
    {
        var run = VtdRun.Of("decode", "--dmesg", File("[    1.5] DMAR: the moon is full", "[    1.6] usb 1-1: new device", "[    1.7] iommu: and so is the sea"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\n  0 lines of other trouble, 2 lines about an IOMMU not understood\n", run.Output);
        Assert.Matches("\n  line 1 +DMAR: the moon is full *\n", run.Output);
        Assert.Matches("\n  line 3 +iommu: and so is the sea *\n", run.Output);
    }

    [Fact]
    public void WordsOfTheNextLineAreNotThoseOfALineThatIsNotUnderstood()
    {
        var json = Of("DMAR: the moon is full", "usb 1-1: reading a descriptor failed", "eth0: link up", "DMAR: the moon is full");

        Assert.Empty(json.GetProperty("troubles").EnumerateArray());
        Assert.Equal([1, 4], json.GetProperty("notUnderstoodLines").EnumerateArray().Select(one => one.GetProperty("line").GetInt32()));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void EncodingsAreFoundOut(string encoding)
    {
        var bytes = Encoding.GetEncoding(encoding);
        foreach (var mark in new[] { bytes.GetPreamble(), [] })
        {
            byte[] text = [.. mark, .. bytes.GetBytes("first\r\n" + Fault + "\r\n")];
            Assert.Equal(["DMA read 00:02.0 0x7a001000 0x06"], Of(_folder.Write("encoded.log", text)).GetProperty("faults").EnumerateArray().Select(Text));
            Assert.Equal(["DMA read 00:02.0 0x7a001000 0x06"], Of(_folder.Write("packed.log", Packed(text))).GetProperty("faults").EnumerateArray().Select(Text));
        }
    }

    [Fact]
    public void ADamagedArchiveIsOneLine()
    {
        var packed = Packed(Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(0, 5000).Select(one => Fault + one))));
        packed.AsSpan(packed.Length / 2, 20).Fill(0xff);
        var run = VtdRun.Of("decode", "--dmesg", _folder.Write("damaged.gz", packed));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Matches("^vtd: [^\n]+\n$", run.Error);
    }

    [Theory]
    [InlineData]
    [InlineData(0x1f, 0x8b)]
    [InlineData(0xff, 0xfe)]
    [InlineData(0xff, 0xfe, 0x5b)]
    public void AnEmptyFileHasNoFaults(params int[] bytes) =>
        Assert.Equal(0, VtdRun.Of("decode", "--dmesg", _folder.Write("empty", [.. bytes.Select(static one => (byte)one)])).ExitCode);

    [Fact]
    public void ManyDifferentEventsAreCountedButNotKept()
    {
        var lines = Enumerable.Range(0, 1500).Select(one => $"DMAR: [DMA Read] Request device [{one / 256 + 1:x2}:{one / 8 % 32:x2}.{one % 8}] fault addr {one}000 [fault reason 06] x")
            .Concat(Enumerable.Range(0, 1500).Select(one => $"DMAR: [DMA Write] Request device [00:02.0] fault addr {one}000 [fault reason 05] x"));
        var json = Of([.. lines]);

        Assert.Equal(1000, json.GetProperty("faults").GetArrayLength());
        Assert.Equal(2000, json.GetProperty("leftOut").GetInt32());
        Assert.Equal(1000, Of([.. lines.Skip(1500)]).GetProperty("faults")[0].GetProperty("places").GetInt32());
    }

    private static byte[] Packed(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(text);

        return packed.ToArray();
    }

    private static string? Value(JsonElement decoded, string field) =>
        decoded.GetProperty("fields").EnumerateArray().Single(one => one.GetProperty("name").GetString() == field).GetProperty("value").GetString();

    private static string Text(JsonElement fault) =>
        $"{fault.GetProperty("request").GetString()} {fault.GetProperty("function").GetString()} {fault.GetProperty("lowest").GetString()} {fault.GetProperty("reason").GetProperty("code").GetString()}";

    private static JsonElement Of(string path) => VtdRun.Of("decode", "--json", "--dmesg", path).Json;

    private JsonElement Of(params string[] lines) => Of(File(lines));

    private string File(params string[] lines) => _folder.Write(Guid.NewGuid().ToString("n"), lines);
}
