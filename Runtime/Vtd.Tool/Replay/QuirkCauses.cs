using Vtd.Runtime;

namespace Vtd.Tool.Replay;

/// <summary>Finds which quirks explain differences.</summary>
/// <remarks>
/// A difference is explained by a quirk if it is gone when the unit has all quirks, and back when it has all but that one, or all but
/// that one and some that do the same: the quirk is a model of what the machine does, so what it explains follows from the
/// situation and not from a list of places.
/// </remarks>
/// <typeparam name="TPlace">Where a difference is. Two at the same place count as one.</typeparam>
/// <param name="quirks">The quirks.</param>
/// <param name="placesWith">Where a unit with some quirks differs from the machine.</param>
internal sealed class QuirkCauses<TPlace>(IReadOnlyList<QuirkDeviation> quirks, Func<UnitQuirks, IReadOnlySet<TPlace>> placesWith)
{
    /// <summary>Where a unit with all quirks still differs.</summary>
    /// <param name="taken">Quirks that the unit has anyway.</param>
    public IReadOnlySet<TPlace> Remaining(UnitQuirks taken) => placesWith(All(taken));

    /// <summary>The quirks that explain differences which are gone with all of them, one for each.</summary>
    /// <param name="places">Where they are.</param>
    /// <param name="taken">Quirks that the unit has anyway.</param>
    public IEnumerable<QuirkDeviation> Of(IEnumerable<TPlace> places, UnitQuirks taken)
    {
        var differences = places.ToList();
        if (differences.Count == 0)
            return [];
        var untaken = Untaken(taken);
        var all = All(taken);
        // What makes the fewest differences says most about each of them.
        var causes = untaken.Select(quirk => (Quirk: quirk, Places: placesWith(all & ~quirk.Quirk))).OrderBy(cause => cause.Places.Count).ToList();
        var found = new List<QuirkDeviation>();
        var together = new List<TPlace>();
        foreach (var difference in differences)
        {
            if (causes.FirstOrDefault(cause => cause.Places.Contains(difference)).Quirk is { } cause)
                found.Add(cause);
            else
                together.Add(difference);
        }

        if (together.Count > 0)
            found.AddRange(Enumerable.Repeat(Needed([.. together], untaken, all), together.Count));
        return found;
    }

    /// <summary>Explains differences for which more than one quirk is enough: by the first of a smallest set that makes all of them go.</summary>
    private QuirkDeviation Needed(HashSet<TPlace> places, List<QuirkDeviation> untaken, UnitQuirks all)
    {
        QuirkDeviation? first = null;
        foreach (var quirk in untaken)
        {
            if (placesWith(all & ~quirk.Quirk).Overlaps(places))
                first ??= quirk;
            else
                all &= ~quirk.Quirk;
        }

        return first!;
    }

    private List<QuirkDeviation> Untaken(UnitQuirks taken) => [.. quirks.Where(quirk => !taken.HasFlag(quirk.Quirk))];

    private UnitQuirks All(UnitQuirks taken) => quirks.Aggregate(taken, (sum, quirk) => sum | quirk.Quirk);
}
