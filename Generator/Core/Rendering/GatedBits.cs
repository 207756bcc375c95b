using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>Bits that are reserved unless one of some fields exists.</summary>
/// <param name="Owners">The fields; those of descriptors and entries can share bits.</param>
/// <param name="Masks">The bits in each lane.</param>
internal sealed record GatedBits(IReadOnlyList<LinkedField> Owners, ulong[] Masks)
{
    /// <summary>Whether that depends on other fields beside them, and not only on what the implementation has.</summary>
    public bool DependsOnValue => Owners.Any(static owner => ExpressionParts.FieldsOf(owner.When).Any(static name => name.Register is null));

    /// <summary>The bits of all fields that have a condition, those with the same owners together.</summary>
    public static IEnumerable<GatedBits> Of(WordLayout lanes, IEnumerable<LinkedField> fields)
    {
        var gated = fields.Where(static field => field.When is not null && field.Access.Reserved is not (ReservedKind.Ignored or ReservedKind.Preserved)).ToList();
        var masks = gated.ConvertAll(field => lanes.MasksOf([field], static _ => true));
        var found = new List<GatedBits>();
        for (var bit = lanes.Width - 1; bit >= 0; bit--)
        {
            var (lane, mask) = (bit / lanes.Bits, 1UL << (bit % lanes.Bits));
            var owners = gated.Where((_, at) => (masks[at][lane] & mask) != 0).ToList();
            if (owners.Count == 0)
                continue;
            if (found.Find(bits => bits.Owners.SequenceEqual(owners)) is not { } group)
                found.Add(group = new GatedBits(owners, new ulong[lanes.Names.Count]));
            group.Masks[lane] |= mask;
        }

        return found.OrderBy(group => gated.IndexOf(group.Owners[0]));
    }

    /// <summary>The condition that one of the fields exists.</summary>
    public string Condition(ExpressionWriter expressions) =>
        Owners.Count == 1 ? expressions.Condition(Owners[0].When!) : string.Join(" || ", Owners.Select(owner => $"({expressions.Condition(owner.When!)})"));
}
