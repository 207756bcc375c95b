using System.Text;
using System.Text.Json;
using Vtd.Testing;

namespace Vtd.Tool.Tests.Decode;

public sealed class RegsetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private const string Start = "IOMMU: dmar0 Register Base Address: d97fc000";

    // What a real Xeon reports.
    private const string Cap = "CAP             \t0x08\t\t0x19ed008c40780c66";
    private const string Ecap = "ECAP            \t0x10\t\t0x0003ee9e86f050df";

    [Fact]
    public void UnitsOfARealMachineAreDecoded()
    {
        var run = Run(Samples.PathOf("kabylake.regset"));

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.Matches(@"^  dmar0  at 0x26be37000  5 registers decoded  0 not known  nothing wrong *\n  dmar1  at 0xfed90000   5 registers decoded", run.Output);
        Assert.Equal(3, run.Output.Split("GSTS   0x1c  0xc7000000  TES  RTPS  QIES  IRES  IRTPS").Length - 1);
    }

    [Fact]
    public void CapabilitiesDecideWhereRegistersAre()
    {
        // CAP.FRO is 0x40 and ECAP.IRO 0x50, both times 16; CAP.NFR is 0.
        var json = Json(Start, Cap, Ecap, "FRCD0 0x400 0xc000000600000010000000007cd80000", "IOTLB 0x508 0x0", "FRCD 0x410 0x00000000000000000000000000000000", "FRCD1 0x400 0x0");
        var unit = json.GetProperty("units")[0];

        Assert.Equal(["CAP", "ECAP", "FRCD", "IOTLB"], unit.GetProperty("registers").EnumerateArray().Select(row => row.GetProperty("decoded").GetProperty("name").GetString()));
        Assert.Equal(["FRCD is not at this offset but at 0x400", "FRCD is not at this offset but at 0x400"], Reasons(unit));
    }

    [Fact]
    public void WithoutCapabilitiesPlacesStayOpen() =>
        Assert.Equal(["where it is depends on CAP.FRO * 16, which the file does not show"], Reasons(Json(Start, "FRCD0 0x400 0x0").GetProperty("units")[0]));

    [Fact]
    public void NameAndOffsetMustAgree()
    {
        var unit = Json(Start, "GSTS 0x18 0x0", "XYZ 0x1c 0x0", "XYZ 0xffc 0x0", "gsts 0x1c 0x0", Cap, "FRCD0 0x400 0x1").GetProperty("units")[0];

        Assert.Equal(
            [
                "GSTS is not at this offset but at 0x1c", "no register has this name; at this offset is GSTS", "no register has this name or this offset",
                "FRCD has 128 bits, the row shows no more than 64",
            ],
            Reasons(unit));
        Assert.Equal(2, unit.GetProperty("registers").GetArrayLength());
        Assert.Contains("not known: XYZ 0xffc 0x0 (line 4): no register has this name or this offset\n", Run(Write(Start, "GSTS 0x18 0x0", "XYZ 0x1c 0x0", "XYZ 0xffc 0x0")).Output);
    }

    [Fact]
    public void GatesAreDecidedByTheCapabilities()
    {
        // Without CAP there is no telling whether advanced fault logging is there; this CAP says that it is not.
        var open = Run(Write(Start, "GSTS 0x1c 0x10000000"));
        var decided = Run(Write(Start, Cap, "GSTS 0x1c 0x10000000"));

        Assert.Equal((0, 1), (open.ExitCode, decided.ExitCode));
        Assert.Contains("  wrong: GSTS: AFLS exists only if CAP.AFL, which does not hold; its bits are reserved, and set.\n", decided.Output);
        Assert.Contains("1 cannot be so", decided.Output);
    }

    [Fact]
    public void WhatAnEarlyKernelReadBehindARegisterIsLeftOut()
    {
        var run = Run(Write(Start, "GCMD 0x18 0xc700000000000000", "GSTS 0x1c 0x00000000c7000000"));

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"GCMD  0x18  0x00000000 *\n", run.Output);
        Assert.Contains("note: GCMD: The row shows more than 32 bits; the others are of the registers behind GCMD.\n", run.Output);
    }

    [Fact]
    public void RowsWithoutAUnitAreAUnit() => Assert.Equal("unnamed", Json("GSTS 0x1c 0x0").GetProperty("units")[0].GetProperty("name").GetString());

    [Theory]
    [InlineData("")]
    [InlineData("nothing of interest")]
    [InlineData("GSTS 1c 0")]
    [InlineData("GSTS 0x1c 0xzz")]
    [InlineData("GSTS 0x1c")]
    [InlineData("GSTS 0x111111111 0x0")]
    public void AFileWithoutRegistersIsUnusable(string line)
    {
        var run = Run(Write(line));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("no registers in it; a row is a name, an offset and contents", run.Error);
    }

    [Fact]
    public void JsonKeepsItsNames()
    {
        var unit = Json(Start, "GSTS 0x1c 0x0", "XYZ 0x1c 0x0").GetProperty("units")[0];

        Assert.Equal(["name", "base", "registers", "unknown"], Names(unit));
        Assert.Equal(["line", "name", "offset", "decoded"], Names(unit.GetProperty("registers")[0]));
        Assert.Equal(["line", "name", "offset", "contents", "reason"], Names(unit.GetProperty("unknown")[0]));
    }

    [Fact]
    public void HostileFilesDoNoHarm()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(7);
        var bytes = new byte[200_000];
        random.NextBytes(bytes);
        var hostile = Encoding.Latin1.GetBytes(
            "IOMMU: \u001b[2J Register Base Address: " + new string('f', 100_000) + "\nIOMMU:Register Base Address:\n"
            + "\u001b[31mX 0x1c 0xffffffffffffffffffffffffffffffff\nCAP 0x08 0xffffffffffffffffffffffffffffffff\nECAP 0x10 0xffffffffffffffff\nFRCD99999999999999999999 0x3ff0 0x0\n");

        Assert.DoesNotContain('\u001b', Run(folder.Write("hostile", hostile)).Output);
        Assert.Contains(Run(folder.Write("random", bytes)).ExitCode, new[] { 0, 1, 2 });
        Assert.Equal(2, Run(folder.Write("many", Enumerable.Repeat("A 0x0 0x0", 100_001))).ExitCode);
    }

    private static IEnumerable<string?> Reasons(JsonElement unit) => unit.GetProperty("unknown").EnumerateArray().Select(row => row.GetProperty("reason").GetString());

    private static IEnumerable<string> Names(JsonElement one) => one.EnumerateObject().Select(property => property.Name);

    private JsonElement Json(params string[] lines) => VtdRun.Of("decode", "--json", "--regset", Write(lines)).Json;

    private string Write(params string[] lines) => _folder.Write(Guid.NewGuid().ToString("n"), lines);

    private static VtdRun Run(string path) => VtdRun.Of("decode", "--regset", path);
}
