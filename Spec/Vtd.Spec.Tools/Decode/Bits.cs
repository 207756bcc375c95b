using System.Globalization;
using System.Numerics;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Parts of wide values, and how they are written.</summary>
public static class Bits
{
    /// <summary>The bits of some ranges, put together; the most significant range first.</summary>
    public static BigInteger Extract(BigInteger value, IEnumerable<BitRange> ranges)
    {
        var result = BigInteger.Zero;
        foreach (var range in ranges)
            result = (result << range.Width) | ((value >> range.Lsb) & ((BigInteger.One << range.Width) - 1));

        return result;
    }

    public static bool IsSet(BigInteger value, int bit) => !((value >> bit) & 1).IsZero;

    /// <summary>The bits of some ranges that are set, as ranges from the highest down.</summary>
    public static IReadOnlyList<BitRange> SetRanges(BigInteger value, IEnumerable<BitRange> ranges)
    {
        var result = new List<BitRange>();
        foreach (var range in ranges)
        {
            for (var bit = range.Msb; bit >= range.Lsb; bit--)
            {
                if (!IsSet(value, bit))
                    continue;
                if (result.Count > 0 && result[^1].Lsb == bit + 1)
                    result[^1] = new BitRange(result[^1].Msb, bit);
                else
                    result.Add(new BitRange(bit, bit));
            }
        }

        return result;
    }

    /// <summary>Number of bits up to the highest that is set.</summary>
    public static int LengthOf(BigInteger value) => (int)value.GetBitLength();

    /// <summary>Hexadecimal with all digits of <paramref name="width"/> bits.</summary>
    public static string Hex(BigInteger value, int width) => "0x" + Digits(value).PadLeft((width + 3) / 4, '0');

    /// <summary>Hexadecimal without leading zeros.</summary>
    public static string Hex(BigInteger value) => Hex(value, 1);

    /// <summary>The notation of the architecture: <c>31:12</c>, parts separated by commas.</summary>
    public static string Text(IEnumerable<BitRange> ranges) => string.Join(",", ranges);

    // BigInteger writes a leading zero where the first digit would look like a sign.
    private static string Digits(BigInteger value) => value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0') is { Length: > 0 } digits ? digits : "0";
}
