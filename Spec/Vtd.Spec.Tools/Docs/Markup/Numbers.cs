using System.Globalization;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Export;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>Numbers as readers of registers expect them.</summary>
internal static class Numbers
{
    /// <summary>Decimal for numbers too small to be read as bits.</summary>
    public static string Short(ulong value) => value < 10 ? value.ToString(CultureInfo.InvariantCulture) : Hex(value);

    /// <summary>All codes of an enum alike: one decimal digit where that does, otherwise all hexadecimal digits.</summary>
    public static string Code(ulong value, int width) =>
        width <= 3 ? Short(value) : "0x" + value.ToString("X" + ((width + 3) / 4).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static string Hex(ulong value) => "0x" + value.ToString("X", CultureInfo.InvariantCulture);

    /// <summary>The value of the whole register after reset, with all its digits.</summary>
    public static string OfReset(LinkedRegister register)
    {
        var digits = "X" + (Math.Min(register.Width, FieldPart.WordBits) / 4).ToString(CultureInfo.InvariantCulture);
        return "0x" + string.Concat(BitWords.Reset(register).Reverse().Select(word => word.ToString(digits, CultureInfo.InvariantCulture)));
    }

    public static string Bits(IEnumerable<BitRange> bits) => string.Join(", ", bits);
}
