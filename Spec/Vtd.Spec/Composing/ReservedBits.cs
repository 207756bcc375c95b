using System.Collections.Immutable;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Language;
using Vtd.Spec.Language.Keys;
using Vtd.Spec.Model;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Composing;

/// <summary>The bits that one place speaks of, to be cut out of those that another calls reserved.</summary>
internal sealed class ReservedBits
{
    // Nothing is wider; bits past the width are reported when the whole is checked.
    private const int Most = 4096;

    private readonly bool[] _spoken = new bool[Most];
    private readonly ValueReader _values = new(new Findings(""), KeyTables.All);

    /// <summary>The bits of fields and of reserved bits of any kind.</summary>
    public static ReservedBits SpokenOf(YamlMapping source)
    {
        var result = new ReservedBits();
        foreach (var entry in source.Entries)
        {
            if (entry.Key.Text is "reserved" or "preserved" or "ignored" && entry.Value is YamlSequence list)
            {
                foreach (var item in list.Items)
                    result.Speak(BitsOf(item));
            }
            else if (entry.Key.Text == "fields" && entry.Value is YamlMapping fields)
            {
                foreach (var field in fields.Entries)
                    result.Speak(BitsOf(field.Value));
            }
        }

        return result;
    }

    /// <summary>The bits of <paramref name="upper"/>, and the rest of <paramref name="lower"/>; null if there are none.</summary>
    public YamlNode? Beside(YamlNode? upper, YamlNode lower)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        if (upper is YamlSequence own)
            items.AddRange(own.Items);
        foreach (var item in ((YamlSequence)lower).Items)
        {
            if (RestOf(item) is { } rest)
                items.Add(rest);
        }

        return items.Count == 0 ? null : new YamlSequence(items.ToImmutable(), (upper ?? lower).Span);
    }

    private static YamlNode? BitsOf(YamlNode item) => item is YamlMapping mapping ? mapping["bits"] : item;

    private void Speak(YamlNode? bits)
    {
        foreach (var range in RangesOf(bits))
        {
            for (var bit = range.Lsb; bit <= range.Msb && bit < Most; bit++)
                _spoken[bit] = true;
        }
    }

    private YamlNode? RestOf(YamlNode item)
    {
        var bits = BitsOf(item)!;
        var isCut = false;
        var rest = ImmutableArray.CreateBuilder<YamlNode>();
        foreach (var range in RangesOf(bits))
            isCut |= Cut(range, bits.Span, rest);
        if (!isCut)
            return item;
        if (rest.Count == 0)
            return null;
        var remaining = rest.Count == 1 ? rest[0] : new YamlSequence(rest.ToImmutable(), bits.Span);
        return item is YamlMapping mapping
            ? new YamlMapping(ImmutableArray.CreateRange(mapping.Entries, entry => ReferenceEquals(entry.Value, bits) ? new YamlEntry(entry.Key, remaining) : entry), isFlow: false, item.Span)
            : remaining;
    }

    /// <summary>Adds what remains of a range, from the highest bit down.</summary>
    private bool Cut(BitRange range, SourceSpan span, ImmutableArray<YamlNode>.Builder rest)
    {
        var isCut = false;
        var msb = range.Msb;
        for (var bit = Math.Min(range.Msb, Most - 1); bit >= range.Lsb; bit--)
        {
            if (!_spoken[bit])
                continue;
            isCut = true;
            Add(msb, bit + 1);
            msb = bit - 1;
        }

        Add(msb, range.Lsb);
        return isCut;

        void Add(int from, int to)
        {
            if (from >= to)
                rest.Add(new YamlScalar(new BitRange(from, to).ToString(), isPlain: false, span));
        }
    }

    private IEnumerable<BitRange> RangesOf(YamlNode? bits)
    {
        if (bits is null || _values.Bits(bits, Shapes.Bits) is not { } read)
            yield break;
        foreach (var range in read.Ranges)
            yield return range.Value;
    }
}
