using Vtd.Conformance.Deviations;
using Vtd.Conformance.Replay.Summary;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Replay;

/// <summary>Replays recordings of QEMU's unit on units of this library.</summary>
public static class RecordingReplay
{
    /// <summary>The quirks of the release of QEMU that was recorded.</summary>
    public static UnitQuirks RecordedQuirks { get; } = QemuQuirks.Of(KnownDeviations.Recorded);

    /// <summary>Replays a scenario and finds which differences have a known reason.</summary>
    /// <param name="file">The file of the scenario.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="quirks">The quirks of the unit.</param>
    /// <param name="shown">The most mismatches to describe.</param>
    /// <param name="progress">Called now and then with the number of events that were replayed since.</param>
    public static ScenarioSummary Run(string file, Scenario scenario, UnitQuirks quirks, uint shown, Action<int> progress) =>
        new DeviationAnalysis(file, scenario, KnownDeviations.QuirksOf(KnownDeviations.Recorded), KnownDeviations.BugsOf(KnownDeviations.Recorded))
            .Of(quirks, shown, progress);

    /// <summary>Replays a scenario as far as a line.</summary>
    /// <param name="file">The file of the scenario.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="quirks">The quirks of the unit.</param>
    /// <param name="line">A line of the scenario that is not a comment.</param>
    /// <returns>The unit after all that the trigger of that line caused, and the place that was reached.</returns>
    public static (VtdUnit Unit, ReplayPlace Place) RunTo(string file, Scenario scenario, UnitQuirks quirks, int line) =>
        new ScenarioReplay(file, scenario, quirks).RunTo(line);
}
