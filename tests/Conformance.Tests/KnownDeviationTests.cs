using Vtd.Conformance.Deviations;
using Vtd.Conformance.Replay;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Tests;

/// <summary>Known deviations are named, have a reason, occur, and excuse nothing else.</summary>
public sealed class KnownDeviationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EachHasAReasonAndOccurs()
    {
        var occurring = SharedRecordings.BundleNames()
            .Concat(SharedRecordings.LinuxNames())
            .SelectMany(name => SharedRecordings.Recordings(name))
            .SelectMany(recording => recording.GetProperty("deviations").EnumerateArray())
            .Select(deviation => deviation.GetProperty("name").GetString()!)
            .ToHashSet();

        Assert.All(KnownDeviations.All, deviation => Assert.True(deviation.Reason.Length > 40, deviation.Name));
        Assert.Equal(
            KnownDeviations.All.Select(deviation => deviation.Name).Except(NotRecorded.Names).Order(StringComparer.Ordinal),
            occurring.Order(StringComparer.Ordinal));
        Assert.Equal(KnownDeviations.All.Count, KnownDeviations.All.Select(deviation => deviation.Name).Distinct().Count());
    }

    [Fact]
    public void AQuirkExplainsOnlyWhatItMakesGo()
    {
        // The last read of FSTS is wrong in the file: no quirk makes the unit answer so.
        var lines = SharedRecordings.LinesOf(SharedRecordings.PathOf("qtest-qi-errors"));
        var last = Array.FindLastIndex(lines, line => line.StartsWith("RR 34 4 ", StringComparison.Ordinal));
        lines[last] = "RR 34 4 40";

        var run = VtdRun.Of("replay", _folder.Write("tampered.trace", lines));

        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith(", mismatches 1", run.LastLine);
        Assert.Contains($"line {last + 1}: RR 34 4 40\n", run.Output);
    }

    [Fact]
    public void ExplainedIsCountedApart()
    {
        var lines = SharedRecordings.LinesOf(SharedRecordings.PathOf("linux61-legacy-pt"));
        var tampered = Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith("RR 1c 4 47000000", StringComparison.Ordinal)).Take(2).ToList();
        foreach (var line in tampered)
            lines[line] = "RR 1c 4 47000001";

        var deviation = new BugDeviation(
            "test", "one of the two", difference => difference is RegisterDifference { Recorded.Line: var line } && line == tampered[0] + 1);
        var scenario = RecordingReader.Read(_folder.Write("tampered.trace", lines)).Scenarios[0];

        var summary = new DeviationAnalysis("", scenario, [], [.. KnownDeviations.Bugs, deviation]).Of(UnitQuirks.None, 10, _ => { });

        Assert.Equal((1, 1), (summary.Mismatches, summary.Deviations.Single(one => one.Name == "test").Count));
        Assert.Equal(tampered[1] + 1, Assert.Single(summary.ShownMismatches).Line);
    }
}
