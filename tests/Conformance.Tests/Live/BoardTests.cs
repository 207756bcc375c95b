using System.Globalization;
using Vtd.Conformance.Compare;
using Vtd.Conformance.Deviations;
using Vtd.Conformance.Programs;
using Vtd.Machine.Board;

namespace Vtd.Conformance.Tests.Live;

/// <summary>QEMU's devices of the board and ours, made of specs as an outside consumer would write them, give the same answers.</summary>
public sealed class BoardTests
{
    private const int RandomOperations = 6_000;
    private const int Programs = 24;

    public static TheoryData<string, ComparedPart> Parts => Qemus.WithParts();

    public static TheoryData<string> EachQemu => Qemus.Each();

    [QemuTheory]
    [MemberData(nameof(Parts))]
    public void RandomPrograms(string path, ComparedPart part)
    {
        var run = VtdRun.Of(
            "compare", "--qemu", path, "--device", Device(path), "--part", part.ToString(), "--random", RandomOperations.ToString(CultureInfo.InvariantCulture));

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    /// <summary>Without a quirk an answer is that of the data sheet, and QEMU's is another.</summary>
    [QemuTheory]
    [MemberData(nameof(EachQemu))]
    public void EachDeviationOccurs(string path)
    {
        var met = new HashSet<string>();
        var known = new HashSet<string>();
        foreach (var part in Qemus.Parts)
        {
            using var qemu = new RealQemu(path, Device(path));
            using var differential = new BoardDifferential(qemu, qemu.Version, Device(path), part);
            known.UnionWith(BoardDeviations.Of(qemu.Version).Select(static deviation => deviation.Name));
            for (var seed = 1; seed <= Programs; seed++)
                met.UnionWith(differential.Compare(differential.Program(seed).Script, withCauses: true).Explained.Keys.Select(static deviation => deviation.Name));
        }

        Assert.Equal(known.Order(), met.Order());
    }

    [Fact]
    public void EachQuirkHasItsReason()
    {
        var quirks = Enum.GetValues<BoardQuirks>().Except([BoardQuirks.None, BoardQuirks.Qemu]).ToList();

        Assert.Equal(quirks, BoardDeviations.All.Select(static known => known.Quirk));
        Assert.Equal(BoardQuirks.Qemu, quirks.Aggregate(static (all, quirk) => all | quirk));
        Assert.All(BoardDeviations.All, static known => Assert.True(known.Reason.Length > 40, known.Name));
    }

    private static string Device(string path) => Units.Device(Qemus.MajorOf(path), UnitKind.Legacy);
}
