using System.Numerics;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Encode;

/// <summary>Makes values of their fields.</summary>
public static class Encoder
{
    /// <summary>The value whose fields have these values; the others are 0, but the type of a descriptor is its code.</summary>
    /// <param name="thing">The item to encode.</param>
    /// <param name="texts">Fields and values, as in <c>P=1</c>.</param>
    /// <param name="known">Registers on which fields and variants depend.</param>
    public static Encoded Encode(DecodableItem thing, IReadOnlyList<string> texts, KnownRegisters known)
    {
        if (thing.Layouts.Count == 0 || thing is DecodableQueue or DecodableField)
            return new Encoded(null, [$"{thing.Name} is no register, entry or descriptor: it has no fields to put together."]);

        var attempts = thing.Layouts.Select(layout => Encode(thing, layout, texts, known)).ToList();
        var possible = attempts.FindAll(static attempt => attempt.Errors.Count == 0);
        return possible switch
        {
            [var one] => one,
            [] => attempts.MinBy(static attempt => attempt.Errors.Count)!,
            _ => new Encoded(null, [$"{thing.Name} can be {string.Join(" or ", possible.Select(static one => one.Decoded!.Layout.Name))} with these fields; say which, or what it depends on with --given."]),
        };
    }

    /// <summary>Puts a value at its bits, the most significant range first.</summary>
    internal static BigInteger Spread(BigInteger raw, IEnumerable<BitRange> ranges)
    {
        var value = BigInteger.Zero;
        foreach (var range in ranges.Reverse())
        {
            value |= (raw & ((BigInteger.One << range.Width) - 1)) << range.Lsb;
            raw >>= range.Width;
        }

        return value;
    }

    private static Encoded Encode(DecodableItem thing, Layout layout, IReadOnlyList<string> texts, KnownRegisters known)
    {
        var value = thing is DecodableDescriptor descriptor ? Spread(descriptor.Descriptor.Code, descriptor.Queue.Type) : BigInteger.Zero;
        var (errors, seen) = (new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var text in texts)
        {
            try
            {
                var (field, bits) = Assignment.Read(text).In(layout);
                if (seen.TryGetValue(field.Name, out var before))
                    errors.Add(Located(text, $"{field.Name} has a value already, '{PrintableText.Text(before)}'"));
                seen[field.Name] = text;
                value |= bits;
            }
            catch (UndecodableException failure)
            {
                errors.Add(Located(text, failure.Message));
            }
        }

        if (errors.Count > 0)
            return new Encoded(null, errors);

        var decoded = new Decoder(known).Decode(layout, value);
        foreach (var remark in decoded.AllRemarks.Where(static remark => remark.IsWrong || remark.Kind == "variant"))
            errors.Add(remark.Field is { } name && seen.TryGetValue(name, out var text) ? Located(text, remark.Text) : remark.Text);

        return new Encoded(decoded, errors);
    }

    private static string Located(string text, string message) => $"'{PrintableText.Text(text)}': {message}";
}

/// <summary>A value that was made.</summary>
/// <param name="Decoded">The value, taken apart again; null if there is none.</param>
/// <param name="Errors">Why it is none, or none that the architecture allows.</param>
public sealed record Encoded(Decoded? Decoded, IReadOnlyList<string> Errors)
{
    /// <summary>The words of 64 bits, the lowest first.</summary>
    public IReadOnlyList<ulong> Words => [.. Bytes.Chunk(sizeof(ulong)).Select(static bytes => bytes.Reverse().Aggregate(0UL, static (word, one) => (word << 8) | one))];

    /// <summary>The bytes, the lowest first, as memory holds them.</summary>
    public IReadOnlyList<byte> Bytes
    {
        get
        {
            var bytes = new byte[(Decoded!.Layout.Size + 7) / 8];
            Decoded.Value.TryWriteBytes(bytes, out _, isUnsigned: true);
            return bytes;
        }
    }
}
