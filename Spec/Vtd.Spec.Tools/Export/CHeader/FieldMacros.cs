using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Export.CHeader;

/// <summary>Macros of a field. Bits that lie together in a word have one mask and shift, others one per part.</summary>
/// <param name="stem">The prefix of the names.</param>
/// <param name="holder">Bits and words of what it is a field of.</param>
/// <param name="bits">The field's bits, the most significant range first.</param>
internal sealed class FieldMacros(string stem, Holder holder, EquatableArray<BitRange> bits)
{
    public static FieldMacros Of(string holderStem, Holder holder, LinkedField field) =>
        new($"{holderStem}_{CName.OfMnemonic(field.Name)}", holder, field.Bits);

    /// <summary>The lowest part of the value first.</summary>
    public IReadOnlyList<FieldPart> Parts { get; } = FieldPart.Of(bits);

    public string Mask(int part) => PartStem(part) + "_MASK";

    public string Shift(int part) => PartStem(part) + "_SHIFT";

    public void Define(Macros macros, string owner, LinkedField field)
    {
        if (Parts.Count > 1)
            macros.Define(owner, stem + "_PARTS", CNumber.Of(Parts.Count));
        for (var i = 0; i < Parts.Count; i++)
        {
            var part = Parts[i];
            if (holder.HasWords)
                macros.Define(owner, PartStem(i) + "_WORD", CNumber.Of(part.Word));
            macros.Define(owner, Mask(i), CNumber.Hex(part.Mask, holder.WordBits));
            macros.Define(owner, Shift(i), CNumber.Of(part.Shift));
            if (Parts.Count > 1)
                macros.Define(owner, PartStem(i) + "_VALUE_SHIFT", CNumber.Of(part.ValueShift));
        }

        if (field.Scale > 1)
            macros.Define(owner, stem + "_SCALE", CNumber.Long(field.Scale));
    }

    private string PartStem(int part) => Parts.Count == 1 ? stem : $"{stem}_PART{part}";
}
