using Vtd.Runtime;
using Vtd.Tool.Recordings;
using Vtd.Tool.Replay.Summary;

namespace Vtd.Tool.Replay;

/// <summary>Replays a scenario and says which differences have a known reason.</summary>
/// <remarks>
/// A difference is explained by a quirk if it is gone when the unit has all quirks, and back when it has all but that one, or all but
/// that one and some that do the same: the quirk is a model of what the machine does, so what it explains follows from the
/// situation and not from a list of places.
/// </remarks>
internal sealed class Verdict(string file, Scenario scenario, IReadOnlyList<QuirkDeviation> quirks, IReadOnlyList<BugDeviation> bugs)
{
    private readonly RegisterText _registers = new(scenario.Cap, scenario.Ecap);
    private readonly Dictionary<KnownDeviation, int> _explained = [];

    /// <param name="taken">Quirks that the unit has.</param>
    /// <param name="shown">How many mismatches to describe.</param>
    /// <param name="progress">Told now and then how many more events were replayed.</param>
    public ScenarioSummary Of(UnitQuirks taken, uint shown, Action<int> progress)
    {
        var replayed = new ScenarioReplay(file, scenario, taken).Run(progress);
        var left = replayed.Differences.Where(difference => !IsBug(difference)).ToList();
        if (left.Count > 0)
            left = Unexplained(left, quirks.Where(quirk => !taken.HasFlag(quirk.Quirk)).ToList(), taken);

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

    private List<Difference> Unexplained(List<Difference> differences, List<QuirkDeviation> untaken, UnitQuirks taken)
    {
        var all = untaken.Aggregate(taken, (sum, quirk) => sum | quirk.Quirk);
        var remain = PlacesWith(all);
        var unexplained = differences.Where(difference => remain.Contains(difference.Place(_registers))).ToList();
        if (unexplained.Count < differences.Count)
            Explain([.. differences.Except(unexplained)], untaken, all);
        return unexplained;
    }

    /// <summary>Explains differences that are gone with all quirks.</summary>
    private void Explain(List<Difference> differences, List<QuirkDeviation> untaken, UnitQuirks all)
    {
        // What makes the fewest differences says most about each of them.
        var causes = untaken.Select(quirk => (Quirk: quirk, Places: PlacesWith(all & ~quirk.Quirk))).OrderBy(cause => cause.Places.Count).ToList();
        var together = new List<Difference>();
        foreach (var difference in differences)
        {
            if (causes.FirstOrDefault(cause => cause.Places.Contains(difference.Place(_registers))).Quirk is { } cause)
                Explain(cause);
            else
                together.Add(difference);
        }

        if (together.Count > 0)
            ExplainTogether(together, untaken, all);
    }

    /// <summary>Explains differences for which more than one quirk is enough: by a smallest set that makes all of them go.</summary>
    private void ExplainTogether(List<Difference> differences, List<QuirkDeviation> untaken, UnitQuirks all)
    {
        var places = differences.Select(difference => difference.Place(_registers)).ToHashSet();
        var needed = new List<QuirkDeviation>();
        foreach (var quirk in untaken)
        {
            if (PlacesWith(all & ~quirk.Quirk).Overlaps(places))
                needed.Add(quirk);
            else
                all &= ~quirk.Quirk;
        }

        foreach (var _ in differences)
            Explain(needed[0]);
    }

    private HashSet<(int Line, Type Kind)> PlacesWith(UnitQuirks has) =>
    [
        .. from difference in new ScenarioReplay(file, scenario, has).Run(static _ => { }).Differences
           where !bugs.Any(bug => bug.Explains(difference))
           select difference.Place(_registers),
    ];

    private void Explain(KnownDeviation deviation) => _explained[deviation] = _explained.GetValueOrDefault(deviation) + 1;
}
