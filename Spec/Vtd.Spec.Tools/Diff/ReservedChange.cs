using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Diff;

/// <summary>Bits that are reserved in both versions, in another way.</summary>
/// <param name="Bits">The bits.</param>
/// <param name="Before">The access word of the old version.</param>
/// <param name="After">The access word of the new version.</param>
internal sealed record ReservedChange(BitRange Bits, string Before, string After)
{
    /// <summary>Compares the reserved bits of two versions. Bits of a field in either follow from the change of that field.</summary>
    public static IEnumerable<ReservedChange> Between(DiffSubject before, DiffSubject after) =>
        from bit in before.Reserved.Keys.Intersect(after.Reserved.Keys).Order()
        let words = (Before: before.Reserved[bit], After: after.Reserved[bit])
        where words.Before != words.After
        group bit by words into bits
        from range in BitRange.Of(bits)
        select new ReservedChange(range, bits.Key.Before, bits.Key.After);

    /// <summary>The change of a declaration.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="declaration">The declaration.</param>
    public Change Of(string spec, DiffSubject declaration) => new(
        spec, declaration.Kind, declaration.Name, null, Difference.Changed, $"reserved {Bits}", Before, After,
        declaration.Kind != "register" && After == Access.ReservedZero.Word() ? Judgement.Values : null);
}
