using Vtd.Spec.Tools.Import.Xml;

namespace Vtd.Spec.Tools.Import.Svd;

/// <summary>Reads the codes of fields.</summary>
internal static class SvdEnums
{
    /// <summary>The codes of a field; null if the field has none.</summary>
    /// <param name="field">A field.</param>
    /// <param name="losses">Takes what the language cannot express.</param>
    public static DescribedEnum? Of(XmlNode field, List<Loss> losses)
    {
        var tables = field.Children(null, "enumeratedValues");
        if (tables.Count == 0)
            return null;

        var table = tables.FirstOrDefault(static table => table.Text("usage") is not "write") ?? tables[0];
        if (tables.Count > 1)
            losses.Add(new("codes that differ between reads and writes", $"those of {tables.First(other => other != table).Text("usage") ?? "read-write"}"));
        return new(table.Text("name"), Codes(table, losses));
    }

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
