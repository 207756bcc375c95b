using Scriban.Runtime;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Rendering;

/// <summary>The view of the members that registers, entries and descriptors have in common: a property for each field, masks, shifts, the field table
/// and the decoding <c>ToString</c>.</summary>
internal static class MembersView
{
    /// <summary>Fills <paramref name="view"/> for the members template.</summary>
    /// <param name="view">The view of the type.</param>
    /// <param name="lanes">What holds the bits.</param>
    /// <param name="spec">Name of the spec.</param>
    /// <param name="type">Name of the type.</param>
    /// <param name="label">What <c>ToString</c> calls it.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="hasAccess">Whether access words mean something, as they do in registers.</param>
    /// <param name="fixedField">A field that cannot be set, if there is one.</param>
    public static void Fill(
        ScriptObject view, WordLayout lanes, string spec, string type, string label, EquatableArray<LinkedField> fields, bool hasAccess, string? fixedField)
    {
        var properties = new FieldPropertyWriter(lanes, spec);
        var propertyViews = new ScriptArray();
        var wide = new ScriptArray();
        var masks = new ScriptArray();
        var shifts = new ScriptArray();
        var qwords = new ScriptArray();
        var table = new ScriptArray();
        var shown = new ScriptArray();
        foreach (var field in fields)
        {
            table.Add(Row(field));
            if (field.IsReserved)
                continue;

            var name = MemberNames.Of(field.Name, type);
            var bits = Prose.Bits(field.Bits);
            var pieces = lanes.Split(field.Bits);
            if (field.Width > 64)
            {
                var words = new WideField(lanes, spec, field, name);
                wide.Add(words.View(type, Doc(field, hasAccess)));
                shown.Add($"Wide(\"{field.Name}\", {words.HighFirst})");
            }
            else
            {
                propertyViews.Add(properties.View(field, name, name, Doc(field, hasAccess), canSet: field.Name != fixedField));
                var value = field.Enum is null ? name : name + ".ToString()";
                shown.Add($"Field(\"{field.Name}\", {value})");
            }

            AddMasks(masks, lanes, name, bits, pieces);
            if (pieces.Count == 1)
            {
                shifts.Add(Constant(name, pieces[0].Lsb));
                qwords.Add(Constant(name, pieces[0].Lane));
            }
        }

        view["spec"] = spec;
        view["label"] = CSharp.Quote(label);
        view["properties"] = propertyViews;
        view["wide"] = wide;
        view["masks"] = masks;
        view["shifts"] = shifts;
        view["qwords"] = qwords;
        view["table"] = table;
        view["shown"] = shown;
        view["lanes_high_first"] = string.Join(", ", lanes.Names.Reverse());
        view["reserved"] = Reserved(fields, lanes);
    }

    /// <summary><c>Bits 63:12: address of the table, a multiple of 4096. Only if ECAP.SMTS.</c></summary>
    public static string Doc(LinkedField field, bool hasAccess)
    {
        var doc = Prose.Bits(field.Bits) + (hasAccess ? ", " + field.Access.Word() : "") + ": ";
        doc = Prose.EndSentence(doc + Prose.Escape(field.Meaning ?? field.Name));
        if (field.Scale > 1)
            doc += " A multiple of " + CSharp.Decimal((long)field.Scale) + ".";
        if (field.When is not null)
            doc += " Only if " + Prose.Escape(ExpressionProse.Of(field.When)) + ".";
        return doc;
    }

    private static void AddMasks(ScriptArray masks, WordLayout lanes, string name, string bits, List<Piece> pieces)
    {
        var values = new ulong[lanes.Names.Count];
        foreach (var piece in pieces)
            values[piece.Lane] |= piece.Mask;

        var isSplit = pieces[0].Lane != pieces[pieces.Count - 1].Lane;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] == 0)
                continue;

            masks.Add(new ScriptObject
            {
                ["doc"] = name + ", " + char.ToLowerInvariant(bits[0]) + bits.Substring(1) + (values.Length == 1 ? "" : ", in " + lanes.Names[i]),
                ["declaration"] = $"{lanes.Type} {(isSplit ? name + "_" + lanes.Names[i] : name)} = {CSharp.Hex(values[i], lanes.Bits)}",
            });
        }
    }

    private static ScriptObject Constant(string name, int value) => new()
    {
        ["name"] = name,
        ["declaration"] = $"{name} = {CSharp.Decimal(value)}",
    };

    private static string Row(LinkedField field) =>
        $"\"{field.Name}\", \"{Prose.BitList(field.Bits)}\", \"{field.Access.Word()}\", {CSharp.Quote(field.Meaning)}";

    /// <summary>Set reserved bits, lanes from high to low; null if there are none.</summary>
    private static string? Reserved(EquatableArray<LinkedField> fields, WordLayout lanes)
    {
        var masks = lanes.MasksOf(fields, static field => field.Access is Access.ReservedZero or Access.ReservedPreserve);
        var parts = new List<string>();
        for (var i = masks.Length - 1; i >= 0; i--)
        {
            if (masks[i] != 0 || parts.Count > 0)
                parts.Add(masks[i] == 0 ? "0" : $"{lanes.Names[i]} & {CSharp.ShortHex(masks[i], lanes.Bits)}");
        }

        return parts.Count == 0 ? null : string.Join(", ", parts);
    }
}
