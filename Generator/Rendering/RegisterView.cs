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
        view["offset_from"] = it.Count is null ? " in the register block" : " of the first element in the register block";
        view["width"] = CSharp.Decimal(it.Width);
        view["lane_type"] = lanes.Type;
        view["is_wide"] = it.Width == 128;
        view["resets"] = Resets(it, lanes);

        view["layout"] = LayoutNotes.OfRegister(it, lanes);

        var writes = Writes(it, lanes, output.Target.Spec);
        view["writes"] = writes.Count > 0 ? writes : null;
        view["sets_bits"] = it.Fields.Any(static field => field.Access == Access.WriteOneToSet);
        view["keeping"] = writes.Count > 0 ? Keeping(it, lanes) : null;
        view["middle"] = writes.Count == 0 ? "" :
            $"\n    /// <summary>A write that changes nothing: keeps read-write fields, clears and triggers nothing.</summary>\n    public Write ToWrite() => Write.Keeping(this);\n";
        MembersView.Fill(view, lanes, output.Target.Spec, it.TypeName, it.Mnemonic, it.Fields, hasAccess: true, fixedField: null);
        view["members"] = FileTemplate.Members.Render(view, cancel);
        return FileTemplate.Register;
    }

    private static string Place(LinkedRegister it)
    {
        var offset = CSharp.Hex(it.Offset);
        var place = CSharp.Decimal(it.Width) + " bits at ";
        place += it.Base is null ? offset : Prose.Escape(ExpressionProse.Of(it.Base)) + (it.Offset == 0 ? "" : " + " + offset);
        if (it.Count is not null)
            place += $", {Prose.Escape(ExpressionProse.Of(it.Count))} elements {Prose.Escape(ExpressionProse.Of(it.Stride!))} bytes apart";
        if (it.When is not null)
            place += ", only if " + Prose.Escape(ExpressionProse.Of(it.When));
        return place;
    }

    private static ScriptArray Resets(LinkedRegister it, WordLayout lanes)
    {
        var resets = new ScriptArray();
        if (it.Reset != ResetSource.Value)
            return resets;

        var values = ResetValues(it, lanes);
        for (var i = 0; i < values.Length; i++)
        {
            resets.Add(new ScriptObject
            {
                ["name"] = values.Length == 1 ? "ResetValue" : "Reset" + lanes.Names[i],
                ["doc"] = values.Length == 1 ? "Value" : i == 0 ? "Bits 63:0" : "Bits 127:64",
                ["value"] = CSharp.Hex(values[i], lanes.Bits),
            });
        }

        return resets;
    }

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

    /// <summary>The properties of the type that software writes; none unless writing back what was read would do harm.</summary>
    private static ScriptArray Writes(LinkedRegister it, WordLayout lanes, string spec)
    {
        var writes = new ScriptArray();
        var isRisky = false;
        foreach (var field in it.Fields)
            isRisky |= IsClearedByOne(field) || field.Access is Access.WriteOneToSet or Access.OneShot;
        if (!isRisky)
            return writes;

        var properties = new FieldPropertyWriter(lanes, spec);
        foreach (var field in it.Fields)
        {
            var mask = MemberNames.Of(field.Name, it.TypeName);
            if (IsClearedByOne(field))
                writes.Add(properties.View(field, "Clear" + mask, mask, "Clears " + field.Name + ". " + MembersView.Doc(field, hasAccess: true), canSet: true));
            else if (field.Access == Access.WriteOneToSet)
                writes.Add(properties.View(field, "Set" + mask, mask, "Sets " + field.Name + ". " + MembersView.Doc(field, hasAccess: true), canSet: true));
            else if (IsKept(field) || field.Access is Access.OneShot or Access.WriteOnly)
                writes.Add(properties.View(field, mask, mask, MembersView.Doc(field, hasAccess: true), canSet: true));
        }

        return writes;
    }

    private static string Keeping(LinkedRegister it, WordLayout lanes)
    {
        var masks = lanes.MasksOf(it.Fields, static field => IsKept(field) || field.Access == Access.ReservedPreserve);
        var parts = new string[masks.Length];
        for (var i = 0; i < masks.Length; i++)
            parts[i] = masks[i] == 0 ? "0" : $"current.{lanes.Names[i]} & {CSharp.Hex(masks[i], lanes.Bits)}";
        return string.Join(", ", parts);
    }

    private static bool IsClearedByOne(LinkedField field) => field.Access is Access.WriteOneToClear or Access.WriteOneToClearSticky;

    private static bool IsKept(LinkedField field) => field.Access is Access.ReadWrite or Access.ReadWriteSticky;
}
