using System.Globalization;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import.Svd;

/// <summary>Collects the enums of one spec. Fields with the same codes share an enum.</summary>
/// <param name="types">Gives the enums their names.</param>
internal sealed class SvdEnums(ImportedTypes types)
{
    private readonly Dictionary<(int Width, EquatableArray<ImportedCode> Codes), ImportedEnum> _byCodes = [];

    /// <summary>The enums, in the order of the fields.</summary>
    public List<ImportedEnum> All { get; } = [];

    /// <summary>The enum of a field; null if the field has none.</summary>
    /// <param name="field">A field.</param>
    /// <param name="name">Name of the field with that of its register, for an enum without a name.</param>
    /// <param name="width">Width of the field in bits.</param>
    /// <param name="losses">Takes what the language cannot express.</param>
    public string? Of(SvdNode field, string name, int width, List<Loss> losses)
    {
        var tables = field.Children(null, "enumeratedValues");
        if (tables.Count == 0)
            return null;

        var table = tables.FirstOrDefault(static table => table.Text("usage") is not "write") ?? tables[0];
        if (tables.Count > 1)
            losses.Add(new("codes that differ between reads and writes", $"those of {tables.First(other => other != table).Text("usage") ?? "read-write"}"));
        var codes = Codes(table, width, losses);
        if (codes.Count == 0)
            return null;

        var key = (width, codes.ToEquatableArray());
        if (!_byCodes.TryGetValue(key, out var item))
        {
            item = new(types.OfEnum(table.Text("name") ?? name), width, key.Item2);
            _byCodes.Add(key, item);
            All.Add(item);
        }

        return item.Name;
    }

    private static List<ImportedCode> Codes(SvdNode table, int width, List<Loss> losses)
    {
        var codes = new List<ImportedCode>();
        var names = new NumberedNames();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var byValue = new Dictionary<ulong, string>();
        foreach (var code in table.Children(null, "enumeratedValue"))
        {
            var text = code.Text("value");
            var name = code.Text("name") ?? text ?? throw code.Invalid("<enumeratedValue> has no <name> and no <value>.");
            if (text is null)
                losses.Add(new("code for all other values", name));
            else if (!SvdFile.TryParse(text, out var value))
                losses.Add(text.Contains('x', StringComparison.OrdinalIgnoreCase) ? new("code with bits that do not matter", $"{name} {text}") : throw code.Invalid($"'{text}' is not a number, such as 12, 0x1C or 0b101."));
            else if (width < 64 && value >> width != 0)
                losses.Add(new("code that its field cannot hold", $"{name} {value.ToString(CultureInfo.InvariantCulture)}"));
            else if (byValue.TryGetValue(value, out var other))
                losses.Add(new("second name of a code", $"{name}, as {other}"));
            else
                codes.Add(new(byValue[value] = names.Take(ImportNames.Pascal(name, 'V'), taken.Add), value, code.Text("description")));
        }

        codes.Sort(static (left, right) => left.Value.CompareTo(right.Value));
        return codes;
    }
}
