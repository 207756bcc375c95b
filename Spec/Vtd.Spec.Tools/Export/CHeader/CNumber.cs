using System.Globalization;

namespace Vtd.Spec.Tools.Export.CHeader;

/// <summary>Literals without a sign, whose type has room for the value.</summary>
internal static class CNumber
{
    private const int IntBits = 32;

    /// <summary>A count, an offset or a shift.</summary>
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture) + "U";

    /// <summary>Hexadecimal with all digits of <paramref name="width"/> bits; <c>unsigned int</c> if they fit, else <c>unsigned long long</c>.</summary>
    public static string Hex(ulong value, int width)
    {
        var digits = ((width + 3) / 4).ToString(CultureInfo.InvariantCulture);
        return "0x" + value.ToString("X" + digits, CultureInfo.InvariantCulture) + (width > IntBits ? "ULL" : "U");
    }

    /// <summary>Hexadecimal without leading zeros, of type <c>unsigned long long</c>.</summary>
    public static string Long(ulong value) => "0x" + value.ToString("X", CultureInfo.InvariantCulture) + "ULL";
}
