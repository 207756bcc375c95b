using System.Globalization;
using System.Numerics;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Fields and their values as people write them: the name of a code, a decimal number, or a hexadecimal one after 0x.</summary>
internal static class FieldValue
{
    /// <summary>Fields with names of their own; elements of a field array one by one.</summary>
    public static IEnumerable<LinkedField> FieldsOf(Layout layout) => layout.Fields.Where(static field => !field.IsReserved).SelectMany(static field => field.Split());

    /// <summary>The field of this name, upper and lower case alike.</summary>
    /// <exception cref="UndecodableException">There is none.</exception>
    public static LinkedField Find(Layout layout, string name) =>
        FieldsOf(layout).FirstOrDefault(field => ItemNames.Key(field.Name) == ItemNames.Key(name))
        ?? throw new UndecodableException(layout.Fields.Any(field => ItemNames.Key(field.Name) == ItemNames.Key(name))
            ? $"{layout.Name} has reserved bits there, no field '{PrintableText.Text(name)}'."
            : $"{layout.Name} has no field '{PrintableText.Text(name)}'{ItemNames.Suggestion(name, FieldsOf(layout).Select(static field => field.Name))}");

    /// <summary>The bits of a field that a text says.</summary>
    /// <exception cref="UndecodableException">The text says no value of the field.</exception>
    public static BigInteger Raw(Layout layout, LinkedField field, string text)
    {
        var codes = layout.EnumOf(field) is { IsFlags: false } table ? table.Codes : default;
        if (codes.FirstOrDefault(code => code.Name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } code)
            return code.Value;

        var value = Number(text) ?? throw new UndecodableException(
            $"'{PrintableText.Text(text)}' is no value of {layout.Name}.{field.Name}; a number is decimal, or hexadecimal after 0x{Choices(codes, text)}.");
        return Bits.LengthOf(value) <= field.Width ? value
            : throw new UndecodableException($"{layout.Name}.{field.Name} has {field.Width} bits; {PrintableText.Text(text)} needs {Bits.LengthOf(value)}.");
    }

    /// <summary>The bits of a field that stand for a number, which for an address is not the bits but the address.</summary>
    /// <exception cref="UndecodableException">The bits cannot hold the value.</exception>
    public static BigInteger RawOfScaled(Layout layout, LinkedField field, string text)
    {
        if (field.Scale == 1 || Number(text) is not { } value)
            return layout.EnumOf(field) is { IsFlags: true } flags ? RawOfFlags(layout, field, flags, text) : Raw(layout, field, text);
        if (!(value % field.Scale).IsZero)
            throw new UndecodableException($"{layout.Name}.{field.Name} holds multiples of {Bits.Hex(field.Scale)}; {PrintableText.Text(text)} is none.");

        var raw = value / field.Scale;
        return Bits.LengthOf(raw) <= field.Width ? raw
            : throw new UndecodableException($"{layout.Name}.{field.Name} holds up to {Bits.Hex(((BigInteger.One << field.Width) - 1) * field.Scale)}; {PrintableText.Text(text)} is more.");
    }

    /// <summary>Names of flags, joined by a bar.</summary>
    private static BigInteger RawOfFlags(Layout layout, LinkedField field, LinkedEnum flags, string text)
    {
        var names = text.Split('|', StringSplitOptions.TrimEntries);
        var set = names.Select(name => flags.Codes.FirstOrDefault(code => code.Name.Equals(name, StringComparison.OrdinalIgnoreCase))).ToList();
        return set.TrueForAll(static code => code is not null)
            ? set.Aggregate(BigInteger.Zero, static (raw, code) => raw | (BigInteger.One << (int)code!.Value))
            : Raw(layout, field, text);
    }

    private static BigInteger? Number(string text)
    {
        const int mostDigits = 1024;
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var digits = (isHex ? text[2..] : text).Replace("_", "", StringComparison.Ordinal);
        return digits.Length is > 0 and <= mostDigits
            && BigInteger.TryParse(isHex ? "0" + digits : digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static string Choices(Source.EquatableArray<LinkedCode> codes, string text)
    {
        if (codes.Count == 0)
            return "";

        var names = codes.Select(static code => code.Name).ToList();
        return $", or one of {string.Join(", ", names)}" + (Diagnostics.Spelling.Nearest(text, names) is { } nearest ? $" (did you mean '{nearest}'?)" : "");
    }
}
