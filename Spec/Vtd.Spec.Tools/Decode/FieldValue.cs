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
        var tables = new[] { layout.EnumOf(field), layout.WriteEnumOf(field) }.OfType<LinkedEnum>().ToList();
        var named = tables.Select(table => Named(table, text)).OfType<BigInteger>().Distinct().ToList();
        if (named.Count > 1)
            throw new UndecodableException($"'{PrintableText.Text(text)}' is {Bits.Hex(named[0])} in a value that was read from {layout.Name}.{field.Name}, and {Bits.Hex(named[1])} in one to write; use the number.");
        if (named.Count == 1)
            return named[0];

        var value = Number(text) ?? throw new UndecodableException(
            $"'{PrintableText.Text(text)}' is no value of {layout.Name}.{field.Name}; a number is decimal, or hexadecimal after 0x{Choices(tables, text)}.");
        return Bits.LengthOf(value) <= field.Width ? value
            : throw new UndecodableException($"{layout.Name}.{field.Name} has {field.Width} bits; {PrintableText.Text(text)} needs {Bits.LengthOf(value)}.");
    }

    /// <summary>The bits of a field that stand for a number, which for an address is not the bits but the address.</summary>
    /// <exception cref="UndecodableException">The bits cannot hold the value.</exception>
    public static BigInteger RawOfScaled(Layout layout, LinkedField field, string text)
    {
        if (field.Scale == 1 || Number(text) is not { } value)
            return Raw(layout, field, text);
        if (!(value % field.Scale).IsZero)
            throw new UndecodableException($"{layout.Name}.{field.Name} holds multiples of {Bits.Hex(field.Scale)}; {PrintableText.Text(text)} is none.");

        var raw = value / field.Scale;
        return Bits.LengthOf(raw) <= field.Width ? raw
            : throw new UndecodableException($"{layout.Name}.{field.Name} holds up to {Bits.Hex(((BigInteger.One << field.Width) - 1) * field.Scale)}; {PrintableText.Text(text)} is more.");
    }

    /// <summary>The bits that the name of a code stands for, or names of flags joined by a bar; null if the enum lacks one.</summary>
    private static BigInteger? Named(LinkedEnum table, string text)
    {
        var names = table.IsFlags ? text.Split('|', StringSplitOptions.TrimEntries) : [text];
        var codes = names.Select(name => table.Codes.FirstOrDefault(code => code.Name.Equals(name, StringComparison.OrdinalIgnoreCase))).OfType<LinkedCode>().ToList();
        return codes.Count == names.Length ? codes.Aggregate(BigInteger.Zero, (raw, code) => raw | (table.IsFlags ? BigInteger.One << (int)code.Value : code.Value)) : null;
    }

    private static BigInteger? Number(string text)
    {
        const int mostDigits = 1024;
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var digits = (isHex ? text[2..] : text).Replace("_", "", StringComparison.Ordinal);
        return digits.Length is > 0 and <= mostDigits
            && BigInteger.TryParse(isHex ? "0" + digits : digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static string Choices(IReadOnlyList<LinkedEnum> tables, string text)
    {
        if (tables.Count == 0)
            return "";

        var names = tables.SelectMany(static table => table.Codes).Select(static code => code.Name).Distinct().ToList();
        return $", or one of {string.Join(", ", names)}" + (Diagnostics.Spelling.Nearest(text, names) is { } nearest ? $" (did you mean '{nearest}'?)" : "");
    }
}
