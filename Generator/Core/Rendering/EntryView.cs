using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Rendering;

/// <summary>An entry type or a descriptor type.</summary>
internal static class EntryView
{
    public static FileTemplate Fill(ScriptObject view, GeneratedEntry output, CancellationToken cancel)
    {
        var it = output.Entry;
        view["heading"] = Prose.Heading(it.TypeName, it.Title, it.Section);
        view["about"] = Prose.Remarks(it, it.About);
        view["code"] = null;
        view["require"] = new ScriptArray();
        view["checks"] = Checks(output);
        view["has_checks"] = output.HasChecks;
        Fill(view, output.Target, it.TypeName, it.Size, it.Fields, output.Shapes, fixedField: null, cancel);
        return FileTemplate.Entry;
    }

    public static FileTemplate Fill(ScriptObject view, GeneratedDescriptor output, CancellationToken cancel)
    {
        var it = output.Descriptor;
        var type = it.Fields.First(field => field.Name == it.TypeField);
        var lanes = WordLayout.OfEntry(it.Sizes[0]);
        var bits = new ulong[lanes.Names.Count];
        foreach (var piece in lanes.Split(type.Bits))
            bits[piece.Lane] |= ((it.Code >> piece.Position) << piece.Lsb) & piece.Mask;

        view["heading"] = Prose.Heading(it.TypeName, it.Title, it.Section);
        view["about"] = Prose.Remarks(it, it.About);
        view["code"] = "0x" + it.Code.ToString("X2", System.Globalization.CultureInfo.InvariantCulture);
        view["require"] = LayoutNotes.Requirements(it);
        view["has_checks"] = false;
        view["code_type"] = CSharp.UnsignedType(type.Width);
        view["type_bits"] = string.Join(", ", bits.Select(static lane => lane == 0 ? "0" : CSharp.ShortHex(lane, 64)));
        Fill(view, output.Target, it.TypeName, it.Sizes[0], it.Fields, output.Shapes, it.TypeField, cancel);
        return FileTemplate.Entry;
    }

    /// <summary>Conditions that its values must not meet, and what is wrong then. None if nothing but reserved bits can be.</summary>
    private static ScriptArray Checks(GeneratedEntry output)
    {
        var it = output.Entry;
        var checks = new ScriptArray();
        if (!output.HasChecks)
            return checks;

        var shapes = output.Shapes.Concat(it.Fields.Where(static field => !field.IsReserved).Select(field => FieldShape.Of(it.TypeName, field)));
        var expressions = ExpressionWriter.OfValue(shapes);
        var values = new ValueChecks(WordLayout.OfEntry(it.Size), it.Fields, expressions);
        foreach (var reserved in values.Reserved(""))
            Add(reserved, "ReservedBits");
        foreach (var illegal in values.Illegal())
            Add(illegal, "IllegalValue");
        foreach (var requirement in it.Require)
            Add($"!({expressions.Condition(requirement)})", "RequirementNotMet");
        return checks;

        void Add(string condition, string fault) => checks.Add(new ScriptObject { ["condition"] = condition, ["fault"] = fault });
    }

    private static void Fill(
        ScriptObject view, Target target, string type, int size, EquatableArray<LinkedField> fields, EquatableArray<FieldShape> shapes,
        string? fixedField, CancellationToken cancel)
    {
        var lanes = WordLayout.OfEntry(size);
        var reserved = ReservedBits(type, lanes, fields, new ExpressionWriter(shapes, static shape => "capabilities." + MemberNames.Of(shape.Register!, "")));
        var laneViews = new ScriptArray();
        for (var i = 0; i < lanes.Names.Count; i++)
        {
            var bytes = new LaneBytes(lanes, i);
            var isCut = lanes.IsCut && i == lanes.Names.Count - 1;
            laneViews.Add(new ScriptObject
            {
                ["name"] = lanes.Names[i],
                ["parameter"] = WordLayout.ParameterOf(lanes.Names[i]),
                ["msb"] = CSharp.Decimal(Math.Min(64 * i + 63, size - 1)),
                ["lsb"] = CSharp.Decimal(64 * i),
                ["mask"] = isCut ? CSharp.ShortHex(WordLayout.Ones(lanes.LastBits), 64) : null,
                ["read"] = bytes.Read("source"),
                ["writes"] = new ScriptArray(bytes.Writes("destination")),
                ["reserved"] = reserved[i],
            });
        }

        view["type"] = type;
        view["size_bits"] = CSharp.Decimal(size);
        view["size_bytes"] = CSharp.Decimal(size / 8);
        view["lanes"] = laneViews;
        view["parameters"] = lanes.Parameters;
        view["layout"] = LayoutNotes.Of(type, fields);
        view["equal"] = string.Join(" && ", lanes.Names.Select(static name => $"{name} == other.{name}"));
        view["lane_names"] = string.Join(", ", lanes.Names);
        view["any"] = string.Join(
            lanes.Names.Count > 2 ? "\n            | " : " | ",
            lanes.Names.Select(name => lanes.Names.Count == 1 ? $"{name} & mask.{name}" : $"({name} & mask.{name})"));
        view["middle"] = FileTemplate.EntryMiddle.Render(view, cancel);
        MembersView.Fill(view, lanes, type, fields, fixedField);
        view["members"] = FileTemplate.Members.Render(view, cancel);
    }

    /// <summary>Per lane the bits that must be zero, as an expression over <c>capabilities</c>.</summary>
    private static string[] ReservedBits(string type, WordLayout lanes, EquatableArray<LinkedField> fields, ExpressionWriter expressions)
    {
        var always = lanes.MasksOf(fields, static field => field.Access == Access.ReservedZero && field.When is null);
        var texts = new string[always.Length];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = always[i] == 0 ? "" : CSharp.Hex(always[i], 64);

        foreach (var gated in GatedBits.Of(lanes, fields).Where(static gated => !gated.DependsOnValue))
        {
            var own = gated.Masks;
            for (var i = 0; i < own.Length; i++)
            {
                if (own[i] == 0)
                    continue;

                var owner = gated.Owners[0];
                var isNamed = lanes.Split(owner.Bits) is [var only] && only.Mask == own[i];
                var bits = isNamed ? "Masks." + MemberNames.Of(owner.Name, type) : CSharp.Hex(own[i], 64);
                texts[i] += (texts[i].Length == 0 ? "" : "\n            | ") + $"({gated.Condition(expressions)} ? 0 : {bits})";
            }
        }

        for (var i = 0; i < texts.Length; i++)
            texts[i] = texts[i].Length == 0 ? "0" : texts[i];
        return texts;
    }
}
