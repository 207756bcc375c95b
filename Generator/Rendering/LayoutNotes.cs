using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Rendering;

/// <summary>The attributes by which analyzers know what a type's members do not tell.</summary>
internal static class LayoutNotes
{
    public static ScriptArray OfRegister(LinkedRegister it, WordLayout lanes)
    {
        var notes = new ScriptArray();
        for (var lane = 0; lane < lanes.Names.Count; lane++)
        {
            var note = $"{LayoutContract.Lane}(\"{lanes.Names[lane]}\"";
            note += Bits(LayoutContract.Reserved, MaskOf(it, lanes, lane, static field => field.Access is Access.ReservedZero or Access.ReservedPreserve));
            note += Bits(LayoutContract.Stored, MaskOf(it, lanes, lane, static field => field.Access is Access.ReadWrite or Access.ReadWriteSticky or Access.WriteOnly));
            note += Bits(LayoutContract.Unreadable, MaskOf(it, lanes, lane, static field => field.Access is Access.WriteOnly or Access.OneShot));
            note += Bits(LayoutContract.ClearedByOne, MaskOf(it, lanes, lane, static field => field.Access is Access.WriteOneToClear or Access.WriteOneToClearSticky));
            note += Bits(LayoutContract.SetByOne, MaskOf(it, lanes, lane, static field => field.Access is Access.WriteOneToSet or Access.OneShot));
            notes.Add(note + ")");
        }

        return notes;
    }

    public static ScriptArray OfEntry(EquatableArray<LinkedField> fields, WordLayout lanes)
    {
        var reserved = lanes.MasksOf(fields, static field => field.Access is Access.ReservedZero or Access.ReservedPreserve);
        var notes = new ScriptArray();
        for (var lane = 0; lane < reserved.Length; lane++)
            notes.Add($"{LayoutContract.Lane}(\"{lanes.Names[lane]}\"{Bits(LayoutContract.Reserved, reserved[lane])})");
        return notes;
    }

    public static ScriptArray OfDescriptor(LinkedDescriptor it, WordLayout lanes)
    {
        var notes = OfEntry(it.Fields, lanes);
        foreach (var field in it.Fields)
        {
            if (field.Legal.Count > 0)
                notes.Add(Require((field.When is null ? "" : $"not ({ExpressionProse.Of(field.When)}) or ") + Legal(field)));
        }

        foreach (var condition in it.Require)
            notes.Add(Require(ExpressionProse.Of(condition)));
        return notes;
    }

    private static string Require(string condition) => $"{LayoutContract.Require}({CSharp.Quote(condition)})";

    private static string Legal(LinkedField field) => string.Join(" or ", field.Legal.Select(range =>
        range.First == range.Last
            ? $"{field.Name} == {CSharp.Number(range.First)}"
            : $"{field.Name} >= {CSharp.Number(range.First)} and {field.Name} <= {CSharp.Number(range.Last)}"));

    private static string Bits(string name, ulong mask) => mask == 0 ? "" : $", {name} = {CSharp.ShortHex(mask, 64)}";

    private static ulong MaskOf(LinkedRegister it, WordLayout lanes, int lane, Func<LinkedField, bool> which) => lanes.MasksOf(it.Fields, which)[lane];
}
