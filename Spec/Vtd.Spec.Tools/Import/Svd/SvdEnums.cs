using Vtd.Spec.Tools.Import.Xml;

namespace Vtd.Spec.Tools.Import.Svd;

/// <summary>Reads the codes of fields.</summary>
internal static class SvdEnums
{
    private const string ReadWrite = "read-write";

    /// <summary>The codes of a field, and those of values that are written if there are others for them; null if there are none.</summary>
    /// <param name="field">A field.</param>
    /// <param name="losses">Takes what the language cannot express.</param>
    public static (DescribedEnum? Read, DescribedEnum? Written) Of(XmlNode field, List<Loss> losses)
    {
        var tables = field.Children(null, "enumeratedValues");
        var read = Table(tables, "read", "write") ?? (tables.Count > 0 ? tables[0] : null);
        var written = Table(tables, "write", "read");
        foreach (var other in tables.Where(table => table != read && table != written))
            losses.Add(new("second codes for the same accesses", other.Text("name") ?? other.Text("usage") ?? ReadWrite));
        return (Described(read), written == read ? null : Described(written));

        DescribedEnum? Described(XmlNode? table) => table is null ? null : new(table.Text("name"), Codes(table, losses));
    }

    /// <summary>The codes that a file gives for one kind of access, otherwise those that it does not limit to the other.</summary>
    private static XmlNode? Table(IReadOnlyList<XmlNode> tables, string usage, string other) =>
        tables.FirstOrDefault(table => table.Text("usage") == usage) ?? tables.FirstOrDefault(table => table.Text("usage") != other);

    private static List<DescribedCode> Codes(XmlNode table, List<Loss> losses)
    {
        var codes = new List<DescribedCode>();
        foreach (var code in table.Children(null, "enumeratedValue"))
        {
            var text = code.Text("value");
            var name = code.Text("name") ?? text ?? throw code.Invalid("<enumeratedValue> has no <name> and no <value>.");
            if (text is null)
                losses.Add(new("code for all other values", name));
            else if (SvdNumbers.TryParse(text, out var value))
                codes.Add(new(name, value, code.Text("description")));
            else if (text.Contains('x', StringComparison.OrdinalIgnoreCase))
                losses.Add(new("code with bits that do not matter", $"{name} {text}"));
            else
                throw code.Invalid($"'{text}' is not a number, such as 12, 0x1C or 0b101.");
        }

        return codes;
    }
}
