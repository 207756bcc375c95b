using System.Collections.Immutable;

namespace Vtd.Spec.Source;

/// <summary>Lists that are sorted by name.</summary>
internal static class NamedItems
{
    public static T? Find<T>(EquatableArray<T> sorted, string name)
        where T : class, INamed, IEquatable<T>
    {
        var low = 0;
        var high = sorted.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(sorted[middle].Name, name);
            if (order == 0)
                return sorted[middle];
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }

    public static EquatableArray<T> Sorted<T>(List<T> items)
        where T : class, INamed, IEquatable<T>
    {
        items.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return new EquatableArray<T>(items.ToImmutableArray());
    }

    public static IEnumerable<string> Names<T>(EquatableArray<T> items)
        where T : class, INamed, IEquatable<T>
    {
        foreach (var item in items)
            yield return item.Name;
    }
}
