using System.Globalization;

namespace Vtd.Spec.Tools.Import.IpXact;

/// <summary>Numbers of IP-XACT files.</summary>
internal static class IpXactNumbers
{
    private const string Scales = "KMGT";

    /// <summary>Reads a number: decimal, <c>0x1C</c>, <c>#1C</c>, <c>'h1C</c> or <c>8'b101</c>, and <c>4K</c>.</summary>
    public static bool TryParse(string text, out ulong value)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal).TrimStart('+');
        if (digits.IndexOf('\'', StringComparison.Ordinal) is var quote and >= 0)
            return TryParseBased(digits[(quote + 1)..].TrimStart('s', 'S'), out value);
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || digits.StartsWith('#'))
            return ulong.TryParse(digits.AsSpan(digits[0] == '#' ? 1 : 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        var scale = digits.Length > 1 ? Scales.IndexOf(char.ToUpperInvariant(digits[^1]), StringComparison.Ordinal) + 1 : 0;
        if (!ulong.TryParse(scale > 0 ? digits[..^1] : digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) || value > ulong.MaxValue >> (10 * scale))
            return false;
        value <<= 10 * scale;
        return true;
    }

    private static bool TryParseBased(string text, out ulong value)
    {
        value = 0;
        return text switch
        {
            ['h' or 'H', .. var hex] => ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value),
            ['b' or 'B', .. var binary] => ulong.TryParse(binary, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out value),
            ['d' or 'D', .. var number] => ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out value),
            _ => false,
        };
    }
}
