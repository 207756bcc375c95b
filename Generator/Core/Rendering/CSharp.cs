using System.Globalization;
using System.Text;

namespace Vtd.Codegen.Rendering;

/// <summary>Numbers, strings and names as C# writes them.</summary>
internal static class CSharp
{
    /// <summary><c>0x1C</c>.</summary>
    public static string Hex(long value) => "0x" + value.ToString("X", CultureInfo.InvariantCulture);

    /// <summary>A constant of the type that holds <paramref name="bits"/> bits, all digits written: <c>0x0000001FU</c>.</summary>
    public static string Hex(ulong value, int bits) => Hex(value, bits, bits);

    /// <summary>A constant of the type that holds <paramref name="bits"/> bits, with all digits of <paramref name="width"/> bits.</summary>
    public static string Hex(ulong value, int width, int bits) => "0x" + value.ToString("X" + Decimal((width + 3) / 4), CultureInfo.InvariantCulture) + Suffix(bits);

    /// <summary>A constant without leading zeros: <c>0x1FU</c>.</summary>
    public static string ShortHex(ulong value, int bits) =>
        "0x" + value.ToString("X", CultureInfo.InvariantCulture) + Suffix(bits);

    /// <summary>A constant of the smallest type that holds <paramref name="width"/> bits, all digits written. Types of less than 32 bits have no suffix.</summary>
    public static string Constant(ulong value, int width) => "0x" + value.ToString("X" + Decimal((width + 3) / 4), CultureInfo.InvariantCulture) + (width > 16 ? Suffix(width) : "");

    /// <summary><c>31</c>.</summary>
    public static string Decimal(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number of the spec, small ones decimal.</summary>
    public static string Number(ulong value) =>
        value < 1024 ? value.ToString(CultureInfo.InvariantCulture) : "0x" + value.ToString("X", CultureInfo.InvariantCulture);

    /// <summary>The smallest unsigned type with at least <paramref name="bits"/> bits.</summary>
    public static string UnsignedType(int bits) => bits switch
    {
        <= 8 => "byte",
        <= 16 => "ushort",
        <= 32 => "uint",
        _ => "ulong",
    };

    /// <summary>A string literal; <c>null</c> for none.</summary>
    public static string Quote(string? text)
    {
        if (text is null)
            return "null";

        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                quoted.Append('\\').Append(character);
            else if (char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029')
                quoted.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            else
                quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    private static string Suffix(int bits) => bits > 32 ? "UL" : "U";
}
