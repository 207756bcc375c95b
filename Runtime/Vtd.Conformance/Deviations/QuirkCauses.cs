using Vtd.Runtime;

namespace Vtd.Conformance.Deviations;

/// <summary>Finds which quirks cause differences.</summary>
/// <remarks>
/// A quirk causes a difference if the difference is gone when the unit has some quirks, that one among them, and back when it has the others alone. The
/// some are all at first, and fewer where several quirks have the same effect: the quirk is a model of what the machine does, so what
/// it explains follows from the situation and not from a list of places.
/// </remarks>
/// <typeparam name="TPlace">Where a difference is. Two at the same place count as one.</typeparam>
/// <param name="quirks">The quirks.</param>
/// <param name="placesWith">Where a unit with some quirks differs from the machine.</param>
internal sealed class QuirkCauses<TPlace>(IReadOnlyList<QuirkDeviation> quirks, Func<UnitQuirks, IReadOnlySet<TPlace>> placesWith)
{
    /// <summary>The places where a unit with all quirks still differs.</summary>
    /// <param name="taken">Quirks that the unit has anyway.</param>
    public IReadOnlySet<TPlace> Remaining(UnitQuirks taken) => placesWith(All(taken));

    /// <summary>The quirks that cause differences which are gone with all of them, one for each.</summary>
    /// <param name="places">Where they are.</param>
    /// <param name="taken">Quirks that the unit has anyway.</param>
    public IEnumerable<QuirkDeviation> Of(IEnumerable<TPlace> places, UnitQuirks taken)
    {
        var left = places.ToList();
        var has = All(taken);
        if (left.Count == 0)
            return [];
        // What makes the fewest differences says most about each of them.
        var causes = Untaken(taken).Select(quirk => (Quirk: quirk, Places: placesWith(has & ~quirk.Quirk))).OrderBy(cause => cause.Places.Count).ToList();
        var found = new List<QuirkDeviation>();
        foreach (var cause in causes)
            Credit(cause.Quirk, cause.Places, left, found);
        // For each of the others several quirks are enough. The quirks are taken away one after the other, and the one that brings it back is its cause.
        foreach (var quirk in Untaken(taken).TakeWhile(_ => left.Count > 0))
        {
            has &= ~quirk.Quirk;
            Credit(quirk, placesWith(has), left, found);
        }

        return found;
    }

    private static void Credit(QuirkDeviation cause, IReadOnlySet<TPlace> places, List<TPlace> left, List<QuirkDeviation> found) =>
        found.AddRange(Enumerable.Repeat(cause, left.RemoveAll(places.Contains)));

    private List<QuirkDeviation> Untaken(UnitQuirks taken) => [.. quirks.Where(quirk => !taken.HasFlag(quirk.Quirk))];

    private UnitQuirks All(UnitQuirks taken) => quirks.Aggregate(taken, (sum, quirk) => sum | quirk.Quirk);
}
