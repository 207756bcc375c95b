using System.Globalization;
using System.Numerics;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Reads fields and registers that are known: <c>ECAP.PT=1</c>, <c>RTADDR.TTM=Scalable</c>, <c>CAP=0xd2008c40660462</c>.</summary>
public static class GivenFields
{
    /// <summary>Puts together what is given.</summary>
    /// <exception cref="UndecodableException">Something names no register or field, or holds no value of it.</exception>
    public static KnownRegisters Read(IEnumerable<string> texts, Catalog catalog)
    {
        var known = new KnownRegisters();
        foreach (var text in texts)
            Add(known, text, catalog);

        return known;
    }

    private static void Add(KnownRegisters known, string text, Catalog catalog)
    {
        if (text.Split('=') is not [var name, var value])
            throw new UndecodableException($"--given takes REGISTER.FIELD=VALUE or REGISTER=VALUE, not '{PrintableText.Text(text)}'.");

        var parts = name.Split('.', 2);
        var thing = catalog.FindRegister(parts[0].Trim());
        if (parts.Length == 1)
        {
            known.Add(thing.Spec, thing.Register, GivenValue.OfWords([value.Trim()]).Of(thing.Register.Width, thing.Name));
            return;
        }

        var fields = thing.Register.Fields.Where(static field => !field.IsReserved).ToList();
        var field = fields.Find(field => Catalog.Key(field.Name) == Catalog.Key(parts[1].Trim()))
            ?? throw new UndecodableException($"{thing.Name} has no field '{PrintableText.Text(parts[1])}'{Catalog.Suggestion(parts[1], fields.Select(static field => field.Name))}");
        known.Add(thing.Spec, thing.Register, field, ValueOf(thing, field, value.Trim()));
    }

    private static BigInteger ValueOf(DecodableRegister thing, LinkedField field, string text)
    {
        var codes = Layout.Of(thing.Spec, thing.Register).EnumOf(field)?.Codes ?? default;
        if (codes.FirstOrDefault(code => code.Name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } code)
            return code.Value;

        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (!ulong.TryParse(isHex ? text[2..] : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            throw new UndecodableException($"'{PrintableText.Text(text)}' is no value of {thing.Name}.{field.Name}; a number is decimal, or hexadecimal after 0x{(codes.Count > 0 ? $", or one of {string.Join(", ", codes.Select(static code => code.Name))}" : "")}.");

        return Bits.LengthOf(value) <= field.Width ? value
            : throw new UndecodableException($"{thing.Name}.{field.Name} has {field.Width} bits; {PrintableText.Text(text)} needs {Bits.LengthOf(value)}.");
    }
}
