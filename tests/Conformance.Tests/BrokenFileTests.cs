using System.IO.Compression;
using System.Text;

namespace Vtd.Conformance.Tests;

/// <summary>A file that cannot be replayed: one line that says why, exit code 2, nothing else.</summary>
public sealed class BrokenFileTests : IDisposable
{
    private const string Header = "# vtdtrace 1 qemu 10.2.2 cap=80d2008c222f0606 ecap=f00f4a aw=48";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Missing() => AssertUnusable(_folder.PathOf("none.trace.gz"), "there is no such file");

    [Fact]
    public void Folder() => AssertUnusable(Path.GetDirectoryName(_folder.PathOf("x"))!, "cannot be read");

    [Fact]
    public void Empty() => AssertUnusable(_folder.Write("empty", Array.Empty<byte>()), "the file is empty");

    [Fact]
    public void PackedNothing() => AssertUnusable(_folder.Write("nothing.gz", Convert.FromHexString("1f8b0800000000000003" + "0300" + "0000000000000000")), "it has no events");

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(60_000)]
    public void CutGzip(int length) => AssertUnusable(_folder.Write("cut.gz", MainBytes()[..length]), "truncated");

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(20)]
    public void GzipWithoutItsEnd(int missing) => AssertUnusable(_folder.Write("cut.gz", MainBytes()[..^missing]), "truncated");

    [Fact]
    public void GzipCutBetweenTwoLines()
    {
        // All data that was packed so far and flushed, but no end of the format: every line is whole.
        using var packed = new MemoryStream();
        using var packer = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
        packer.Write(Encoding.ASCII.GetBytes(Header + "\nRS 1\nRR 0 4 10\n"));
        packer.Flush();

        AssertUnusable(_folder.Write("cut.gz", packed.ToArray()), "truncated");
    }

    [Fact]
    public void DamagedGzip()
    {
        var bytes = MainBytes();
        for (var i = 0; i < 16; i++)
            bytes[(bytes.Length / 2) + i] ^= 0x5a;

        AssertUnusable(_folder.Write("damaged.gz", bytes), "");
    }

    [Fact]
    public void CutText() => AssertUnusable(_folder.Write("cut.trace", Encoding.ASCII.GetBytes(Header + "\nRS 1\nRR 0 4 1")), "truncated: the file ends in the middle of line 3");

    [Theory]
    [InlineData("hello")]
    [InlineData("# a comment of something else")]
    [InlineData("\u0001\u0002\u0003")]
    public void Foreign(string text) => AssertUnusable(_folder.Write("foreign", [text]), "not a recording of the format vtdtrace 1");

    [Fact]
    public void ForeignWithoutLines() => AssertUnusable(_folder.Write("foreign", new byte[3 << 20]), "longer than any line of a recording");

    [Fact]
    public void LaterVersion() => AssertUnusable(_folder.Write("later", ["# vtdtrace 2 qemu", "RS 1"]), "vtdtrace 2");

    [Fact]
    public void OnlyTheHeader() => AssertUnusable(_folder.Write("header", [Header]), "it has no events");

    [Fact]
    public void HeaderWithoutCapabilities() => AssertUnusable(_folder.Write("header", ["# vtdtrace 1 qemu cap=0", "RS 1"]), "line 1: the header lacks");

    [Theory]
    [InlineData("ZZ 1 2")]
    [InlineData("RR 8 8")]
    [InlineData("RR 8 8 g")]
    [InlineData("RR 8 8 1 2")]
    [InlineData("RR 8 9 0")]
    [InlineData("RR 8 4 100000000")]
    [InlineData("RR 1000 4 0")]
    [InlineData("RR  8 4 0")]
    [InlineData("RR 8 4 0 ")]
    [InlineData("RW 8 4 -1")]
    [InlineData("RS x")]
    [InlineData("RS 0")]
    [InlineData("MR xx 1000 8 0011223344556677")]
    [InlineData("MR qd 1000 16 00")]
    [InlineData("MR qd 1000 4 0011223g")]
    [InlineData("MR qd 1001 4 00112233")]
    [InlineData("MR qd 1000 8192 00")]
    [InlineData("MW qs 1000 4 ! ")]
    [InlineData("IM fee00000")]
    [InlineData("IM fee00000 100000000")]
    [InlineData("TQ 00-18 - 0 r")]
    [InlineData("TQ 00:18 - 0 x")]
    [InlineData("TQ 00:18 100000 0 r")]
    [InlineData("TR 1000 fff 4")]
    [InlineData("NT 00:18 - MAP 0")]
    [InlineData("RRR 8 4 0")]
    [InlineData("")]
    public void CorruptLine(string line)
    {
        var path = _folder.Write("corrupt.trace", [Header, "RS 1", "# remark", line, "RR 0 4 10"]);

        AssertUnusable(path, "corrupt at line 4: ");
    }

    [Fact]
    public void EffectWithoutTrigger() => AssertUnusable(_folder.Write("effect", [Header, "IM fee00000 0", "RS 1"]), "corrupt at line 2: ");

    [Fact]
    public void SecondHeader() => AssertUnusable(_folder.Write("twice", [Header, "RS 1", Header]), "corrupt at line 3: a second header");

    [Fact]
    public void JsonOfNothingIsNothing()
    {
        var run = VtdRun.Of("replay", _folder.PathOf("none"), "--json");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public void OthersAreStillReplayed()
    {
        var run = VtdRun.Of("replay", _folder.PathOf("none"), SharedRecordings.Main);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("replayed 106445 events", run.LastLine);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData]
    [InlineData("replay")]
    [InlineData("replay", "--max-mismatches", "-1", "x")]
    [InlineData("replay", "--max-mismatches", "many", "x")]
    [InlineData("replay", "--jsn", "x")]
    [InlineData("replya", "x")]
    public void SenselessCommandLine(params string[] arguments)
    {
        var run = VtdRun.Of(arguments);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    private static byte[] MainBytes() => File.ReadAllBytes(SharedRecordings.Main);

    private static void AssertUnusable(string path, string reason)
    {
        var run = VtdRun.Of("replay", path);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"vtd: {path}: ", run.Error);
        Assert.Contains(reason, run.Error);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("   at ", run.Error);
    }
}
