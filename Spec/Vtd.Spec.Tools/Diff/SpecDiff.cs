using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Diff;

/// <summary>Compares two versions of specs by name. A part whose name alone has changed was renamed.</summary>
public static class SpecDiff
{
    private const string Gone = "code that uses it no longer compiles";

    public static IReadOnlyList<Change> Compare(IReadOnlyList<LinkedSpec> old, IReadOnlyList<LinkedSpec> now)
    {
        var changes = new List<Change>();
        foreach (var name in old.Concat(now).Select(spec => spec.Header.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var before = Declared(old, name);
            var after = Declared(now, name);
            foreach (var item in before.Where(item => Find(after, item) is null))
                changes.Add(new Change(name, item.Kind, item.Name, null, Difference.Removed, null, null, null, Gone));
            foreach (var item in after)
            {
                if (Find(before, item) is { } earlier)
                    changes.AddRange(Compare(name, earlier, item));
                else
                    changes.Add(new Change(name, item.Kind, item.Name, null, Difference.Added, null, null, null, item.WhyAdditionBreaks));
            }
        }

        return changes;
    }

    private static IEnumerable<Change> Compare(string spec, DiffSubject before, DiffSubject after)
    {
        foreach (var change in Facets(before, after))
            yield return new Change(spec, after.Kind, after.Name, null, Difference.Changed, change.DiffAspect.Name, change.Before, change.DiffAspect.Text, change.Breaks);

        var isKept = before.Parts.Select(part => part.Name).Intersect(after.Parts.Select(part => part.Name), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var left = before.Parts.Where(part => !isKept.Contains(part.Name)).ToList();
        foreach (var part in after.Parts)
        {
            if (Find(before.Parts, part) is { } same)
            {
                foreach (var change in Facets(same, part))
                    yield return new Change(spec, after.Kind, after.Name, part.Name, Difference.Changed, change.DiffAspect.Name, change.Before, change.DiffAspect.Text, change.Breaks);
            }
            else if (left.Find(old => old.Identity == part.Identity) is { } renamed)
            {
                left.Remove(renamed);
                yield return new Change(spec, after.Kind, after.Name, part.Name, Difference.Renamed, null, renamed.Name, part.Name, Gone);
                foreach (var change in Facets(renamed, part))
                    yield return new Change(spec, after.Kind, after.Name, part.Name, Difference.Changed, change.DiffAspect.Name, change.Before, change.DiffAspect.Text, change.Breaks);
            }
            else
            {
                yield return new Change(spec, after.Kind, after.Name, part.Name, Difference.Added, null, null, null, part.WhyAdditionBreaks);
            }
        }

        foreach (var part in left)
            yield return new Change(spec, after.Kind, after.Name, part.Name, Difference.Removed, null, null, null, Gone);
    }

    /// <summary>The facets that differ. Both sides are of one kind, so they have the same facets in the same order.</summary>
    private static IEnumerable<(DiffAspect DiffAspect, string? Before, string? Breaks)> Facets(DiffSubject before, DiffSubject after) =>
        before.Facets.Zip(after.Facets)
            .Where(pair => pair.First.Text != pair.Second.Text)
            .Select(pair => (pair.Second, pair.First.Text, pair.Second.Judge(pair.First.Text, pair.Second.Text)));

    private static DiffSubject? Find(IReadOnlyList<DiffSubject> items, DiffSubject wanted) =>
        items.FirstOrDefault(item => item.Kind == wanted.Kind && item.Name == wanted.Name);

    private static IReadOnlyList<DiffSubject> Declared(IReadOnlyList<LinkedSpec> specs, string name) =>
        specs.FirstOrDefault(spec => spec.Header.Name == name) is { } spec ? [.. SpecDescription.Of(spec)] : [];
}
