using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Checks that fields which share bits have conditions of which at most one holds.</summary>
internal static class SharedBits
{
    /// <summary>The largest number of pairs of fields that share bits: the conditions of each pair are compared.</summary>
    private const int MostPairs = 4096;

    /// <param name="fields">The fields of a descriptor or an entry.</param>
    /// <param name="scope">What names mean.</param>
    /// <param name="findings">Where to report.</param>
    public static void Check(EquatableArray<FieldDeclaration> fields, NameScope scope, Findings findings)
    {
        ConditionSolver? solver = null;
        var pairs = 0;
        for (var i = 1; i < fields.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (fields[i] is not { When: { } when, Bits: { } bits } || fields[j] is not { When: { } other, Bits: { } others } || FirstShared(bits, others) is not { } range)
                    continue;
                solver ??= new ConditionSolver(scope.Own, scope.Symbols(fields));
                if (++pairs <= MostPairs && !scope.IsForeign(when.Content) && !scope.IsForeign(other.Content) && !solver.CanHold([when.Root, other.Root]))
                    continue;
                findings.Report(BitRules.Overlap, range.Span,
                    $"Bits {range.Value} belong to {fields[j].Name.Value} as well, and nothing shows that the conditions of the two exclude each other. Let one say the opposite of the other, such as A and not A.");
                return;
            }
        }
    }

    private static Located<Model.BitRange>? FirstShared(BitsDeclaration bits, BitsDeclaration others)
    {
        foreach (var range in bits.Ranges)
        {
            foreach (var other in others.Ranges)
            {
                if (range.Value.Overlaps(other.Value))
                    return range;
            }
        }

        return null;
    }
}
