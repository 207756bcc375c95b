using Scriban.Runtime;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>A register type.</summary>
internal static class RegisterView
{
    public static FileTemplate Fill(ScriptObject view, GeneratedRegister output, CancellationToken cancel)
    {
        var it = output.Register;
        var lanes = WordLayout.OfRegister(it.Width);
        view["type"] = it.TypeName;
        view["mnemonic"] = it.Mnemonic;
        view["heading"] = (it.Title is null ? "" : it.Mnemonic + ", ") + Prose.Heading(it.Mnemonic, it.Title, it.Section);
        view["place"] = Place(it);
        view["about"] = Prose.Remarks(it, it.About);
        view["offset"] = it.Base is null ? CSharp.Hex(it.Offset) : null;
        view["offset_from"] = !it.IsArray ? " in the register block" : " of the first element in the register block";
        view["width"] = CSharp.Decimal(it.Width);
        view["parameters"] = lanes.Parameters;
        view["lane_type"] = lanes.Type;
        view["lanes"] = Lanes(lanes);
        view["resets"] = Resets(it, lanes);
        view["is_big_endian"] = it.Order == ByteOrder.BigEndian && it.Width > 8;
        view["layout"] = LayoutNotes.Of(it.Mnemonic, it.Fields);

        var illegal = IllegalValues(output, lanes);
        view["illegal"] = illegal.Count == 0 ? null : string.Join("\n            || ", illegal);
        view["legal_depends"] = output.Shapes.Count > 0;
        view["write"] = RegisterWriteView.Of(it, lanes);
        view["middle"] = "";
        MembersView.Fill(view, lanes, it.TypeName, it.Fields, fixedField: null);
        view["members"] = FileTemplate.Members.Render(view, cancel);
        return FileTemplate.Register;
    }

    /// <summary>Conditions over its own bits, and over capabilities, with which a field holds none of its legal values.</summary>
    private static List<string> IllegalValues(GeneratedRegister output, WordLayout lanes)
    {
        var fields = output.Register.Fields;
        var shapes = output.Shapes.Concat(fields.Where(static field => !field.IsReserved).Select(field => FieldShape.Of(output.TypeName, field)));
        return [.. new ValueChecks(lanes, fields, ExpressionWriter.OfValue(shapes)).Illegal()];
    }

    private static string Place(LinkedRegister it)
    {
        var offset = CSharp.Hex(it.Offset);
        var place = CSharp.Decimal(it.Width) + " bits at ";
        place += it.Base is null ? offset : Prose.Escape(ExpressionProse.Of(it.Base)) + (it.Offset == 0 ? "" : " + " + offset);
        if (it.IsArray)
            place += $", {InWords(static dimension => dimension.Count, " × ")} elements {InWords(static dimension => dimension.Stride, " and ")} bytes apart";
        if (it.Order == ByteOrder.BigEndian && it.Width > 8)
            place += ", big-endian";
        if (it.Condition is { } condition)
            place += ", only if " + Prose.Escape(ExpressionProse.Of(condition));
        return place;

        string InWords(Func<LinkedDimension, Expression> number, string separator) =>
            string.Join(separator, it.Dimensions.Select(dimension => Prose.Escape(ExpressionProse.Of(number(dimension)))));
    }

    private static ScriptArray Lanes(WordLayout lanes)
    {
        var views = new ScriptArray();
        for (var i = 0; i < lanes.Names.Count; i++)
        {
            views.Add(new ScriptObject
            {
                ["name"] = lanes.Names[i],
                ["parameter"] = WordLayout.ParameterOf(lanes.Names[i]),
                ["initial"] = lanes.InitialOf(i),
                ["doc"] = lanes.Names.Count == 1 ? $"All {CSharp.Decimal(lanes.Width)} bits" : BitsOf(lanes, i),
            });
        }

        return views;
    }

    private static ScriptArray Resets(LinkedRegister it, WordLayout lanes)
    {
        var resets = new ScriptArray();
        if (!it.HasFixedReset)
            return resets;

        var values = ResetValues(it, lanes);
        for (var i = 0; i < values.Length; i++)
        {
            resets.Add(new ScriptObject
            {
                ["name"] = values.Length == 1 ? "ResetValue" : "Reset" + lanes.Names[i],
                ["doc"] = values.Length == 1 ? "Value" : BitsOf(lanes, i),
                ["value"] = CSharp.Constant(values[i], lanes.WidthOf(i)),
            });
        }

        return resets;
    }

    private static string BitsOf(WordLayout lanes, int lane) => $"Bits {CSharp.Decimal(64 * lane + lanes.WidthOf(lane) - 1)}:{CSharp.Decimal(64 * lane)}";

    /// <summary>The value of each lane after reset.</summary>
    public static ulong[] ResetValues(LinkedRegister it, WordLayout lanes)
    {
        var values = new ulong[lanes.Names.Count];
        foreach (var field in it.Fields)
        {
            if (field.Reset is not { } reset)
                continue;

            foreach (var piece in lanes.Split(field.Bits))
            {
                if (piece.Position < 64)
                    values[piece.Lane] |= ((reset >> piece.Position) << piece.Lsb) & piece.Mask;
            }
        }

        return values;
    }
}
