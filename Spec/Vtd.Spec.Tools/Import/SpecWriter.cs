using System.Globalization;
using System.Text;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import;

/// <summary>Writes imported specs as YAML.</summary>
public static class SpecWriter
{
    /// <summary>The text of a spec file. Registers with the same layout share a template.</summary>
    public static string Write(ImportedSpec spec)
    {
        var text = new StringBuilder();
        Lost(text, "", spec.Losses);
        text.Append(CultureInfo.InvariantCulture, $"spec: {spec.Name}\n");
        Optional(text, "", "document", spec.Document);
        Optional(text, "", "about", spec.About);
        Block(text, spec);
        if (spec.Enums.Count > 0)
            text.Append("\nenums:\n");
        foreach (var item in spec.Enums)
            Enum(text, item);

        var templates = LayoutTemplates.Of(spec.Registers);
        if (templates.Count > 0)
            text.Append("\ntemplates:\n  registers:\n");
        foreach (var (layout, name) in templates)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {name}:\n");
            Layout(text, "      ", layout);
        }

        var groups = spec.Registers.ToLookup(static register => register.Group);
        if (groups[null].Any())
            text.Append("\nregisters:\n");
        foreach (var register in groups[null])
            Register(text, "  ", register, templates.GetValueOrDefault(register.Layout));

        var repeated = groups.Where(static group => group.Key is not null).OrderBy(static group => group.Key!.Offset).ToList();
        if (repeated.Count > 0)
            text.Append("\ngroups:\n");
        foreach (var group in repeated)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {group.Key!.Name}:\n");
            Place(text, "    ", group.Key.Offset, group.Key.Array is { } array ? [array] : []);
            text.Append("    registers:\n");
            foreach (var register in group)
                Register(text, "      ", register, templates.GetValueOrDefault(register.Layout));
        }

        return text.ToString();
    }

    private static void Block(StringBuilder text, ImportedSpec spec)
    {
        text.Append(CultureInfo.InvariantCulture, $"block:\n  size: 0x{spec.BlockSize:X}\n  access: [{string.Join(", ", spec.AccessBytes)}]\n");
        if (spec.Instances.Count > 0)
            text.Append("  instances:\n");
        foreach (var instance in spec.Instances)
            text.Append(CultureInfo.InvariantCulture, $"    {instance.Name}: 0x{instance.Address:X}\n");
    }

    private static void Enum(StringBuilder text, ImportedEnum item)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {item.Name}:\n    confidence: unverified\n    width: {item.Width}\n    codes:\n");
        foreach (var code in item.Codes)
        {
            text.Append(CultureInfo.InvariantCulture, $"      {code.Name}: ");
            text.Append(code.Meaning is null
                ? string.Create(CultureInfo.InvariantCulture, $"{code.Value}\n")
                : string.Create(CultureInfo.InvariantCulture, $"{{ code: {code.Value}, meaning: {Yaml.Scalar(code.Meaning)} }}\n"));
        }
    }

    private static void Register(StringBuilder text, string indent, ImportedRegister register, string? template)
    {
        var (group, inner) = (register.Group, indent + "  ");
        text.Append(CultureInfo.InvariantCulture, $"{indent}{(group is null ? register.Name : register.Name[(group.Name.Length + 1)..])}:\n");
        if (template is not null)
            text.Append(CultureInfo.InvariantCulture, $"{inner}like: {template}\n");
        Optional(text, inner, "name", register.Title);
        Optional(text, inner, "about", register.About);
        text.Append(CultureInfo.InvariantCulture, $"{inner}confidence: unverified\n");
        Place(text, inner, register.Offset - (group?.Offset ?? 0), [.. register.Dimensions.Skip(group?.Array is null ? 0 : 1)]);
        if (template is null)
            Layout(text, inner, register.Layout);
    }

    private static void Place(StringBuilder text, string indent, ulong offset, IReadOnlyList<ImportedArray> dimensions)
    {
        text.Append(CultureInfo.InvariantCulture, $"{indent}offset: 0x{offset:X2}\n");
        if (dimensions.Count == 0)
            return;
        var (open, close) = dimensions.Count == 1 ? ("", "") : ("[", "]");
        text.Append(CultureInfo.InvariantCulture, $"{indent}count: {open}{string.Join(", ", dimensions.Select(static array => array.Count))}{close}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}stride: {open}{string.Join(", ", dimensions.Select(static array => array.Stride))}{close}\n");
        if (dimensions is [{ Names: { Count: > 0 } names }])
            text.Append(CultureInfo.InvariantCulture, $"{indent}names: [{string.Join(", ", names)}]\n");
    }

    private static void Layout(StringBuilder text, string indent, ImportedLayout layout)
    {
        var access = layout.Fields.GroupBy(static field => field.Access).OrderByDescending(static group => group.Count()).First().Key;
        text.Append(CultureInfo.InvariantCulture, $"{indent}width: {layout.Width}\n{indent}access: {access.Word()}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}reset: {(layout.Reset switch { null => "undefined", 0 => "0", var value => $"0x{value:X}" })}\n");
        Lost(text, indent, layout.Losses);
        Hook(text, indent, "on-read", layout.Fields.Where(static field => field.CallsOnRead));
        Hook(text, indent, "on-write", layout.Fields.Where(static field => field.CallsOnWrite));
        var locks = layout.Fields.Where(static field => field.Access.IsWritable()).Select(static field => field.Locked).Distinct().ToList();
        var locked = locks.Count == 1 ? locks[0] : null;
        if (locked is not null)
            text.Append(CultureInfo.InvariantCulture, $"{indent}locked: {locked}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}fields:\n");
        foreach (var field in layout.Fields)
        {
            var keys = new List<string> { $"bits: {Bits(field.Bits.Msb, field.Bits.Lsb)}" };
            if (field.Access != access)
                keys.Add($"access: {field.Access.Word()}");
            if (field.Reset is { } reset)
                keys.Add($"reset: 0x{reset:X}");
            if (field.Locked != locked && field.Locked is not null)
                keys.Add($"locked: {field.Locked}");
            if (field.Enum is not null)
                keys.Add(field.WriteEnum is null ? $"enum: {field.Enum}" : $"enum: {{ read: {field.Enum}, write: {field.WriteEnum} }}");
            if (field.Meaning is not null)
                keys.Add($"meaning: {Yaml.Scalar(field.Meaning)}");
            text.Append(CultureInfo.InvariantCulture, $"{indent}  {field.Name}: {{ {string.Join(", ", keys)} }}\n");
            Lost(text, indent + "  ", field.Losses);
        }

        var reserved = ReservedBits(layout);
        if (reserved.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"{indent}reserved: [{string.Join(", ", reserved)}]\n");
    }

    private static void Hook(StringBuilder text, string indent, string key, IEnumerable<ImportedField> fields)
    {
        var names = string.Join(", ", fields.Select(static field => field.Name));
        if (names.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"{indent}{key}: [{names}]\n");
    }

    private static List<string> ReservedBits(ImportedLayout layout)
    {
        var ranges = new List<string>();
        var msb = layout.Width - 1;
        foreach (var bits in layout.Fields.Select(static field => field.Bits))
        {
            if (bits.Msb < msb)
                ranges.Add(Bits(msb, bits.Msb + 1));
            msb = bits.Lsb - 1;
        }

        if (msb >= 0)
            ranges.Add(Bits(msb, 0));
        return ranges;
    }

    private static string Bits(int msb, int lsb) =>
        msb == lsb ? msb.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"\"{msb}:{lsb}\"");

    private static void Optional(StringBuilder text, string indent, string key, string? value)
    {
        if (value is not null)
            text.Append(CultureInfo.InvariantCulture, $"{indent}{key}: {Yaml.Scalar(value)}\n");
    }

    private static void Lost(StringBuilder text, string indent, EquatableArray<Loss> losses)
    {
        foreach (var loss in losses)
            text.Append(CultureInfo.InvariantCulture, $"{indent}# lost: {loss.Kind}: {loss.Fact}\n");
    }
}
