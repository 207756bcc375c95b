using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Diff;

/// <summary>Compares two versions of specs by name. What differs in its name alone was renamed.</summary>
public static class SpecDiff
{
    private const string Gone = "code that uses it no longer compiles";

    /// <summary>The changes from one version to another.</summary>
    /// <param name="old">The specs of the old version.</param>
    /// <param name="now">The specs of the new version.</param>
    public static IReadOnlyList<Change> Compare(IReadOnlyList<LinkedSpec> old, IReadOnlyList<LinkedSpec> now) =>
        [.. SpecPair.Of(old, now).OrderBy(static pair => pair.Name, StringComparer.Ordinal).SelectMany(Compare)];

    private static IEnumerable<Change> Compare(SpecPair specs)
    {
        if (specs is { Before: { } old, After: { } now } && old.Header.Name != now.Header.Name)
            yield return new(specs.Name, "spec", specs.Name, null, Difference.Renamed, null, old.Header.Name, specs.Name, "its types are in another namespace");
        var (before, after) = (Declared(specs.Before, specs.Name), Declared(specs.After, specs.Name));
        var left = Renamable(before, after);
        var pairs = after.Select(item => (Before: Earlier(before, left, item), After: item)).ToList();
        foreach (var item in left)
            yield return new(specs.Name, item.Kind, item.Name, null, Difference.Removed, null, null, null, Gone);
        foreach (var pair in pairs)
        {
            foreach (var change in Compare(specs.Name, pair.Before, pair.After, null))
                yield return change;
        }
    }

    private static IEnumerable<Change> Compare(string spec, DiffSubject before, DiffSubject after)
    {
        foreach (var change in ReservedChange.Between(before, after))
            yield return change.Of(spec, after);
        var left = Renamable(before.Parts, after.Parts);
        foreach (var part in after.Parts)
        {
            foreach (var change in Compare(spec, Earlier(before.Parts, left, part), part, after))
                yield return change;
        }

        foreach (var part in left)
            yield return new(spec, after.Kind, after.Name, part.Name, Difference.Removed, null, null, null, Gone);
    }

    /// <summary>The changes of a declaration, or of a part of one.</summary>
    private static IEnumerable<Change> Compare(string spec, DiffSubject? before, DiffSubject after, DiffSubject? whole)
    {
        var place = new Change(spec, (whole ?? after).Kind, (whole ?? after).Name, whole is null ? null : after.Name, Difference.Added, null, null, null, after.WhyAdditionBreaks);
        if (before is null)
        {
            yield return place;
            yield break;
        }

        if (before.Name != after.Name)
            yield return place with { Difference = Difference.Renamed, Before = before.Name, After = after.Name, Breaks = Gone };
        foreach (var (old, now) in before.Aspects.Zip(after.Aspects).Where(static pair => pair.First.Text != pair.Second.Text))
            yield return place with { Difference = Difference.Changed, Aspect = now.Name, Before = old.Text, After = now.Text, Breaks = now.Judge(old.Text, now.Text) };
        foreach (var change in Compare(spec, before, after))
            yield return change;
    }

    private static List<DiffSubject> Renamable(IReadOnlyList<DiffSubject> before, IReadOnlyList<DiffSubject> after) => [.. before.Where(item => Find(after, item) is null)];

    /// <summary>The subject of the old version, which is not left if only its name is another.</summary>
    private static DiffSubject? Earlier(IReadOnlyList<DiffSubject> before, List<DiffSubject> left, DiffSubject item)
    {
        if (Find(before, item) is { } same)
            return same;
        var renamed = left.Find(old => old.Kind == item.Kind && old.Identity is { } identity && identity == item.Identity);
        if (renamed is not null)
            left.Remove(renamed);
        return renamed;
    }

    private static DiffSubject? Find(IReadOnlyList<DiffSubject> items, DiffSubject wanted) =>
        items.FirstOrDefault(item => item.Kind == wanted.Kind && item.Name == wanted.Name);

    private static IReadOnlyList<DiffSubject> Declared(LinkedSpec? spec, string name) => spec is null ? [] : [.. SpecDescription.Of(spec, name)];
}
