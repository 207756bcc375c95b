using System.Collections.Immutable;

namespace Vtd.Analyzers.Contract;

/// <summary>Which lane of a register each of its fields lies in, as far as reserved bits and other fields leave one only.</summary>
internal static class FieldLanes
{
    /// <summary>The number of the lane, by the field's name.</summary>
    public static ImmutableDictionary<string, ulong> Find(ImmutableDictionary<string, ulong> masks, ImmutableArray<Lane> lanes)
    {
        var free = lanes.Select(static lane => ~lane.Reserved).ToArray();
        var found = ImmutableDictionary.CreateBuilder<string, ulong>(StringComparer.Ordinal);
        bool isFound;
        do
        {
            isFound = false;
            foreach (var mask in masks)
            {
                if (found.ContainsKey(mask.Key) || OnlyOne(free, mask.Value) is not { } lane)
                    continue;
                found.Add(mask.Key, (ulong)lane);
                free[lane] &= ~mask.Value;
                isFound = true;
            }
        }
        while (isFound);
        return found.ToImmutable();
    }

    private static int? OnlyOne(ulong[] free, ulong mask)
    {
        var lanes = Enumerable.Range(0, free.Length).Where(lane => (mask & ~free[lane]) == 0).Take(2).ToList();
        return lanes.Count == 1 ? lanes[0] : null;
    }
}
