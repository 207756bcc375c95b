using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Export.CHeader;

/// <summary>Macros of the bits of a register, a descriptor or an entry.</summary>
internal sealed class StructureMacros(Macros macros, string stem, string owner, Holder holder)
{
    /// <summary>A value of the whole thing: one macro, or one per word.</summary>
    public static void DefineWords(Macros macros, string owner, string name, Holder holder, IReadOnlyList<ulong> words)
    {
        for (var i = 0; i < words.Count; i++)
            macros.Define(owner, holder.HasWords ? $"{name}_WORD{i}" : name, CNumber.Hex(words[i], holder.WordBits));
    }

    /// <param name="fields">Reserved ones have no macros of their own; the masks of their kind of access have their bits.</param>
    /// <param name="hasAccess">Comments say what software can do to a field.</param>
    public void Define(EquatableArray<LinkedField> fields, bool hasAccess)
    {
        foreach (var (access, words) in BitWords.MasksByAccess(holder.Width, fields))
            DefineWords(macros, owner, $"{stem}_ACCESS_{CName.OfMnemonic(access.Word())}", holder, words);
        foreach (var field in fields.Where(field => !field.IsReserved))
        {
            macros.Comment(CommentWords.OfField(field, hasAccess));
            FieldMacros.Of(stem, holder, field).Define(macros, $"{owner}, field {field.Name}", field);
        }
    }
}
