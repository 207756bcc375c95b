using Vtd.Tool.Recordings;
using Vtd.Tool.Replay;

namespace Conformance.Tests;

/// <summary>Known deviations are named, have a reason, occur, and excuse nothing else.</summary>
public sealed class KnownDeviationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EachHasAReasonAndOccurs()
    {
        var occurring = SharedRecordings.LinuxNames()
            .SelectMany(name => SharedRecordings.Summary(name).GetProperty("deviations").EnumerateArray())
            .Select(deviation => deviation.GetProperty("name").GetString()!)
            .ToHashSet();

        Assert.All(KnownDeviations.All, deviation => Assert.True(deviation.Reason.Length > 40, deviation.Name));
        Assert.All(KnownDeviations.All, deviation => Assert.Contains(deviation.Name, occurring));
        Assert.Equal(KnownDeviations.All.Count, KnownDeviations.All.Select(deviation => deviation.Name).Distinct().Count());
    }

    [Fact]
    public void ExplainedIsCountedApart()
    {
        var lines = SharedRecordings.LinesOf(SharedRecordings.PathOf("linux61-legacy-pt"));
        var tampered = Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith("RR 1c 4 47000000", StringComparison.Ordinal)).Take(2).ToList();
        foreach (var line in tampered)
            lines[line] = "RR 1c 4 47000001";

        var deviation = new KnownDeviation(
            "test", "one of the two", difference => difference is RegisterDifference { Recorded.Line: var line } && line == tampered[0] + 1);
        var scenario = RecordingReader.Read(_folder.Write("tampered.trace", lines)).Scenarios[0];

        var summary = new ScenarioReplay("", scenario, [deviation], 10).Run(_ => { });

        Assert.Equal((1, 1), (summary.Mismatches, summary.Explained));
        Assert.Equal(tampered[1] + 1, Assert.Single(summary.ShownMismatches).Line);
        Assert.Equal(("test", 1), (summary.Deviations[0].Name, summary.Deviations[0].Count));
    }
}
