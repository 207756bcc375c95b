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
        Fill(view, output.Target, it.TypeName, it.Size, it.Fields, output.Shapes, fixedField: null, cancel);
        return FileTemplate.Entry;
    }

    public static FileTemplate Fill(ScriptObject view, GeneratedDescriptor output, CancellationToken cancel)
    {
        var it = output.Descriptor;
        var type = it.Fields.First(static field => field.Name == TypeField);
        var lanes = WordLayout.OfEntry(it.Sizes[0]);
        var bits = new ulong[lanes.Names.Count];
        foreach (var piece in lanes.Split(type.Bits))
            bits[piece.Lane] |= ((it.Code >> piece.Position) << piece.Lsb) & piece.Mask;

        view["heading"] = Prose.Heading(it.TypeName, it.Title, it.Section);
        view["about"] = Prose.Remarks(it, it.About);
        view["code"] = "0x" + it.Code.ToString("X2", System.Globalization.CultureInfo.InvariantCulture);
        view["require"] = LayoutNotes.Requirements(it);
        view["code_type"] = CSharp.UnsignedType(type.Width);
        view["type_bits"] = string.Join(", ", bits.Select(static lane => lane == 0 ? "0" : CSharp.ShortHex(lane, 64)));
        Fill(view, output.Target, it.TypeName, it.Sizes[0], it.Fields, output.Shapes, TypeField, cancel);
        return FileTemplate.Entry;
    }

    /// <summary>The field that linking gives every descriptor for its type code.</summary>
    private const string TypeField = "TYPE";

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

        foreach (var field in fields)
        {
            if (field.When is null || field.Access.Reserved is ReservedKind.Ignored or ReservedKind.Preserved)
                continue;

            var own = lanes.MasksOf([field], static _ => true);
            for (var i = 0; i < own.Length; i++)
            {
                if (own[i] == 0)
                    continue;

                var bits = lanes.Split(field.Bits).Count > 1 ? CSharp.Hex(own[i], 64) : "Masks." + MemberNames.Of(field.Name, type);
                texts[i] += (texts[i].Length == 0 ? "" : "\n            | ") + $"({expressions.Condition(field.When)} ? 0 : {bits})";
            }
        }

        for (var i = 0; i < texts.Length; i++)
            texts[i] = texts[i].Length == 0 ? "0" : texts[i];
        return texts;
    }
}
