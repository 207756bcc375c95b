using Vtd.Conformance.Deviations;
using Vtd.Conformance.Replay.Summary;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Replay;

/// <summary>Replays a scenario and finds which differences have a known reason.</summary>
/// <param name="file">The file.</param>
/// <param name="scenario">The scenario.</param>
/// <param name="quirks">The quirks of the recorded machine.</param>
/// <param name="bugs">The bugs of the recorded machine.</param>
/// <param name="replay">Replays the scenario on a unit with some quirks.</param>
internal sealed class DeviationAnalysis(
    string file, Scenario scenario, IReadOnlyList<QuirkDeviation> quirks, IReadOnlyList<BugDeviation> bugs, Func<UnitQuirks, Action<int>, ReplayedScenario> replay)
{
    public DeviationAnalysis(string file, Scenario scenario, IReadOnlyList<QuirkDeviation> quirks, IReadOnlyList<BugDeviation> bugs)
        : this(file, scenario, quirks, bugs, (has, progress) => new ScenarioReplay(file, scenario, has).Run(progress))
    {
    }

    private readonly RegisterText _registers = new(scenario.Cap, scenario.Ecap);
    private readonly Dictionary<KnownDeviation, int> _explained = [];

    /// <param name="taken">Quirks that the unit has.</param>
    /// <param name="shown">The number of mismatches to describe.</param>
    /// <param name="progress">Told now and then how many more events were replayed.</param>
    public ScenarioSummary Of(UnitQuirks taken, uint shown, Action<int> progress)
    {
        var replayed = replay(taken, progress);
        var left = replayed.Differences.Where(difference => !IsBug(difference)).ToList();
        if (left.Count > 0)
            left = Unexplained(left, taken);
        // What explains a difference does not make the unit's own answer right.
        left.AddRange((taken == UnitQuirks.None ? replayed : replay(UnitQuirks.None, static _ => { })).Wrong);
        left = [.. left.OrderBy(difference => difference.Place(_registers).Line)];

        return new ScenarioSummary(
            file,
            scenario.Label,
            scenario.EventCount,
            replayed.Compared,
            left.Count,
            _explained.Values.Sum(),
            replayed.Fed,
            replayed.Descriptors,
            replayed.Resets,
            replayed.Devices,
            replayed.OnlyCounted,
            replayed.MemoryReads,
            replayed.BeyondTheEnd,
            [.. left.Take((int)Math.Min(shown, int.MaxValue)).Select(difference => difference.Describe(_registers))],
            [
                .. from deviation in quirks.Concat<KnownDeviation>(bugs)
                   where _explained.ContainsKey(deviation)
                   select new DeviationCount(deviation.Name, deviation.Reason, _explained[deviation]),
            ],
            replayed.Elapsed.TotalSeconds);
    }

    private bool IsBug(Difference difference)
    {
        if (bugs.FirstOrDefault(bug => bug.Explains(difference)) is not { } found)
            return false;

        Explain(found);
        return true;
    }

    private List<Difference> Unexplained(List<Difference> differences, UnitQuirks taken)
    {
        var causes = new QuirkCauses<(int Line, Type Kind)>(quirks, PlacesWith);
        var remain = causes.Remaining(taken);
        var unexplained = differences.Where(difference => remain.Contains(difference.Place(_registers))).ToList();
        foreach (var cause in causes.Of(differences.Except(unexplained).Select(difference => difference.Place(_registers)), taken))
            Explain(cause);
        return unexplained;
    }

    private HashSet<(int Line, Type Kind)> PlacesWith(UnitQuirks has) =>
    [
        .. from difference in replay(has, static _ => { }).Differences
           where !bugs.Any(bug => bug.Explains(difference))
           select difference.Place(_registers),
    ];

    private void Explain(KnownDeviation deviation) => _explained[deviation] = _explained.GetValueOrDefault(deviation) + 1;
}
