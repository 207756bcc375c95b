using System.Globalization;

namespace Vtd.Spec.Tools.Import.Svd;

/// <summary>Numbers of SVD files.</summary>
internal static class SvdNumbers
{
    /// <summary>Reads a number as SVD writes it: decimal, <c>0x1C</c>, <c>0b101</c> or <c>#101</c>.</summary>
    public static bool TryParse(string text, out ulong value)
    {
        var unsigned = text.StartsWith('+') ? text[1..] : text;
        if (unsigned.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(unsigned.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        if (unsigned.StartsWith("0b", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(unsigned.AsSpan(2), NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out value);
        return unsigned.StartsWith('#')
            ? ulong.TryParse(unsigned.AsSpan(1), NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out value)
            : ulong.TryParse(unsigned, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
