using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Inputs;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Rendering;

/// <summary>The view of the members that registers, entries and descriptors have in common: a property for each field, constants and the decoding
/// <c>ToString</c>.</summary>
internal static class MembersView
{
    /// <summary>Fills <paramref name="view"/> for the members template.</summary>
    /// <param name="view">The view of the type.</param>
    /// <param name="lanes">The lanes that hold the bits.</param>
    /// <param name="type">Name of the type.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="fixedField">A field that cannot be set, if there is one.</param>
    public static void Fill(ScriptObject view, WordLayout lanes, string type, EquatableArray<LinkedField> fields, string? fixedField)
    {
        var properties = new FieldPropertyWriter(lanes);
        var propertyViews = new ScriptArray();
        var wide = new ScriptArray();
        var arrays = new ScriptArray();
        var codes = new List<string>();
        foreach (var field in fields)
        {
            if (field.IsReserved)
                continue;

            var name = MemberNames.Of(field.Name, type);
            if (field.Width > 64)
                wide.Add(new WideField(lanes, field, name).View(type, Doc(field, lanes)));
            else
                propertyViews.Add(properties.View(field, name, name, Doc(field, lanes), canSet: field.Name != fixedField));
            if (field.WriteEnum is not null)
                propertyViews.Add(properties.View(AsWritten(field), MemberNames.OfWritten(field.Name), name, WrittenDoc(field), canSet: true));
            if (field.Elements is { } elements)
                arrays.Add(ArrayView(field, elements, name, type));
            if (field.Enum is not null)
                codes.Add(name + ".ToString()");
        }

        view["properties"] = propertyViews;
        view["wide"] = wide;
        view["arrays"] = arrays;
        view["constants"] = FieldConstants.Of(lanes, type, fields);
        view["text"] = (lanes.Names.Count == 1 && lanes.LastBits == lanes.Bits ? lanes.Names[0] : $"[{string.Join(", ", lanes.Names)}]")
            + (codes.Count == 0 ? "" : $", [{string.Join(", ", codes)}]")
            + (lanes.LastBits < lanes.Bits ? $", digits: {CSharp.Decimal(lanes.LastBits / 4)}" : "");
    }

    /// <summary>A field with the codes of the values that software writes.</summary>
    public static LinkedField AsWritten(LinkedField field) => field with { Enum = field.WriteEnum ?? field.Enum };

    private static string WrittenDoc(LinkedField field) => $"The code of {field.Name} in a value that software writes.";

    /// <summary>The view of the methods for the elements of a field array, which the property has together.</summary>
    private static ScriptObject ArrayView(LinkedField field, LinkedElements elements, string name, string type)
    {
        var width = field.Width / elements.Count;
        var isBool = width == 1 && elements.Enum is null;
        var element = isBool ? "bool" : elements.Enum is { } item ? CSharpNames.Type(item) : CSharp.UnsignedType(width);
        var (whole, mask) = (CSharp.UnsignedType(field.Width), CSharp.ShortHex(WordLayout.Ones(width), 64));
        var count = CSharp.Decimal(elements.Count);
        var shift = $"{(width == 1 ? "" : CSharp.Decimal(width) + " * ")}FieldBits.Within(index, {count}, nameof(index))";
        var bits = $"((ulong){name} >> {(width == 1 ? shift : $"({shift})")}) & {mask}";
        var value = isBool ? "(value ? 1UL : 0UL)" : $"FieldBits.Fit((ulong)value, {mask}, \"{field.Name}\")";
        return new ScriptObject
        {
            ["name"] = name,
            ["type"] = type,
            ["element"] = element,
            ["last"] = CSharp.Decimal(elements.Count - 1),
            ["get"] = isBool ? $"({bits}) != 0" : $"({element})({bits})",
            ["with"] = $"unchecked(({whole})(((ulong){name} & ~({mask} << at)) | ({value} << at)))",
            ["at"] = shift,
        };
    }

    /// <summary><c>Bits 63:12: address of the table, a multiple of 4096. Only if ECAP.SMTS.</c></summary>
    public static string Doc(LinkedField field, WordLayout lanes)
    {
        var doc = Prose.Bits(field.Bits) + (lanes.HasAccess ? ", " + field.Access.Word() : "") + ": ";
        doc = Prose.EndSentence(doc + Prose.Escape(field.Meaning ?? field.Name));
        if (field.Elements is { } elements)
            doc += $" {CSharp.Decimal(elements.Count)} elements, element 0 in the lowest bits.";
        if (field.Scale > 1)
            doc += " A multiple of " + CSharp.Decimal((long)field.Scale) + ".";
        if (field.Wraps)
            doc += " Other bits of a value are dropped.";
        if (field.When is not null)
            doc += " Only if " + Prose.Escape(ExpressionProse.Of(field.When)) + ".";
        if (field.ComputedReset is { } reset)
            doc += " After reset " + Prose.Escape(ExpressionProse.Of(reset)) + ".";
        if (field.Locked is not null)
            doc += " Locked while " + Prose.Escape(ExpressionProse.Of(field.Locked)) + ".";
        if (field.EnabledBy is not null)
            doc += $" Written only where {field.EnabledBy} is.";
        return doc;
    }
}
