using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Diff;

/// <summary>A spec of two versions; one is null if it was added or removed.</summary>
internal sealed record SpecPair(LinkedSpec? Before, LinkedSpec? After)
{
    /// <summary>The name, the new one if there are two.</summary>
    public string Name => (After ?? Before)!.Header.Name;

    /// <summary>Pairs specs of one name, and then those of which most declarations have one name.</summary>
    public static IReadOnlyList<SpecPair> Of(IReadOnlyList<LinkedSpec> old, IReadOnlyList<LinkedSpec> now)
    {
        var left = old.Where(spec => Find(now, spec) is null).ToList();
        var pairs = new List<SpecPair>();
        foreach (var spec in now)
        {
            var before = Find(old, spec) ?? left.Find(earlier => IsMostlyIn(earlier, spec));
            if (before is not null)
                left.Remove(before);
            pairs.Add(new(before, spec));
        }

        return [.. pairs, .. left.Select(static spec => new SpecPair(spec, null))];
    }

    private static LinkedSpec? Find(IReadOnlyList<LinkedSpec> specs, LinkedSpec wanted) => specs.FirstOrDefault(spec => spec.Header.Name == wanted.Header.Name);

    private static bool IsMostlyIn(LinkedSpec old, LinkedSpec now)
    {
        var (before, after) = (Names(old), Names(now));
        return before.Intersect(after).Count() * 2 > Math.Max(before.Count, after.Count);
    }

    // The block without a name has that of the spec.
    private static HashSet<string> Names(LinkedSpec spec) =>
        [.. SpecDescription.Of(spec).Where(static item => item.Kind != "block").Select(static item => $"{item.Kind} {item.Name}")];
}
