using Vtd.Conformance.Deviations;
using Vtd.Conformance.Reference;
using Vtd.Conformance.Replay;
using Vtd.Conformance.Replay.Summary;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Tests;

/// <summary>A wrong answer of our unit is a mismatch, also at a place where a known deviation explains a difference, and with or without quirks.</summary>
public class WrongAnswerTests
{
    private static ScenarioSummary Replay(UnitQuirks taken, Func<UnitQuirks, ReplayedScenario, ReplayedScenario> mutate)
    {
        var path = SharedRecordings.PathOf("qtest-registers");
        var scenario = RecordingReader.Read(path).Scenarios[0];
        return new DeviationAnalysis(
            path,
            scenario,
            KnownDeviations.QuirksOf(KnownDeviations.Recorded),
            KnownDeviations.BugsOf(KnownDeviations.Recorded),
            (has, progress) => mutate(has, new ScenarioReplay(path, scenario, has).Run(progress))).Of(taken, 10, _ => { });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IsAMismatchInBothModes(bool hasQuirks)
    {
        var taken = hasQuirks ? QemuQuirks.Of(KnownDeviations.Recorded) : UnitQuirks.None;
        Assert.Equal(0, Replay(taken, (_, replayed) => replayed).Mismatches);

        var summary = Replay(taken, (has, replayed) => has == UnitQuirks.None
            ? replayed with { Wrong = [new WrongAnswerDifference(5, "TQ", "blocked, fault 0x5a", "blocked, fault 0x51")] }
            : replayed);

        Assert.Equal(1, summary.Mismatches);
        Assert.Equal(new(5, "TQ", "blocked, fault 0x5a, by the architecture", "blocked, fault 0x51"), Assert.Single(summary.ShownMismatches));
    }

    [Fact]
    public void NothingExplainsIt()
    {
        var wrong = new WrongAnswerDifference(5, "TQ", "blocked, fault 0x5a", "blocked, fault 0x51");
        Assert.DoesNotContain(KnownDeviations.Bugs, bug => bug.Explains(wrong));
    }

    [Fact]
    public void OnlyAUnitWithoutQuirksIsHeldAgainstTheArchitecture()
    {
        var path = SharedRecordings.PathOf("qtest-registers");
        var scenario = RecordingReader.Read(path).Scenarios[0];
        var withQuirks = new ScenarioReplay(path, scenario, QemuQuirks.Of(KnownDeviations.Recorded)).Run(_ => { });
        Assert.Empty(withQuirks.Wrong);
    }
}
