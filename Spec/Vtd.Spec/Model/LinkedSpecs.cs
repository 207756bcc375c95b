using System.Collections.Immutable;
using Vtd.Spec.Source;

namespace Vtd.Spec.Model;

/// <summary>Puts linked units in their order: by what they are, not by which file declares them.</summary>
public static class LinkedSpecs
{
    /// <summary>Joins what several files of one spec declare.</summary>
    /// <param name="name">Name of the spec.</param>
    /// <param name="parts">One per file.</param>
    public static LinkedSpec Merge(string name, IReadOnlyList<LinkedSpec> parts)
    {
        var enums = new List<LinkedEnum>();
        var registers = new List<LinkedRegister>();
        var queues = new List<LinkedQueue>();
        var descriptors = new List<LinkedDescriptor>();
        var entries = new List<LinkedEntry>();
        var blocks = new List<LinkedBlock>();
        foreach (var part in parts)
        {
            blocks.AddRange(part.Blocks);
            enums.AddRange(part.Enums);
            registers.AddRange(part.Registers);
            queues.AddRange(part.Queues);
            descriptors.AddRange(part.Descriptors);
            entries.AddRange(part.Entries.OrderBy(static entry => entry.VariantPlace));
        }

        var header = parts.Count > 0 ? parts[0].Header : new SpecHeader(name, null);
        return Ordered(header, blocks, enums, registers, queues, descriptors, entries);
    }

    /// <summary>Registers by block and offset, those at a computed base last; descriptors by queue and code; the rest by name. Variants of an entry come in the
    /// order in which they are tried, and get their places.</summary>
    internal static LinkedSpec Ordered(
        SpecHeader header, List<LinkedBlock> blocks, List<LinkedEnum> enums, List<LinkedRegister> registers, List<LinkedQueue> queues,
        List<LinkedDescriptor> descriptors, List<LinkedEntry> entries)
    {
        blocks.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        enums.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        queues.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        NumberVariants(entries);
        entries.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        registers.Sort(static (left, right) =>
        {
            if (left.Block != right.Block)
                return string.CompareOrdinal(left.Block, right.Block);
            if (left.Base is null != right.Base is null)
                return left.Base is null ? -1 : 1;
            return left.Offset != right.Offset ? left.Offset.CompareTo(right.Offset) : string.CompareOrdinal(left.Mnemonic, right.Mnemonic);
        });
        descriptors.Sort(static (left, right) =>
        {
            var queue = string.CompareOrdinal(left.Queue, right.Queue);
            return queue != 0 ? queue : left.Code.CompareTo(right.Code);
        });
        return new LinkedSpec(header, Array(blocks), Array(enums), Array(registers), Array(queues), Array(descriptors), Array(entries));
    }

    private static void NumberVariants(List<LinkedEntry> entries)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].VariantOf is not { } group)
                continue;
            counts.TryGetValue(group, out var place);
            counts[group] = place + 1;
            entries[i] = entries[i] with { VariantPlace = place };
        }
    }

    private static EquatableArray<T> Array<T>(List<T> items)
        where T : IEquatable<T> => new(items.ToImmutableArray());
}
