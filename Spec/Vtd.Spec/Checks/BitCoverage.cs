using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Checks;

/// <summary>Checks that each bit belongs to exactly one field or list of reserved bits. Fields that have conditions may share bits: linking finds out whether the
/// conditions exclude each other.</summary>
internal static class BitCoverage
{
    /// <param name="owner">The name of the thing.</param>
    /// <param name="width">The bits.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="reserved">The bits without a meaning.</param>
    /// <param name="type">Bits that a type code takes; null if it has none.</param>
    /// <param name="isWhole">Whether the declaration was read without findings, so that an uncovered bit is a mistake of its own.</param>
    /// <param name="findings">Where to report.</param>
    public static void Check(
        Located<string> owner, int width, EquatableArray<FieldDeclaration> fields, EquatableArray<ReservedDeclaration> reserved,
        EquatableArray<BitRange> type, bool isWhole, Findings findings)
    {
        // Who has a bit: 0 nobody, -1 the type code, -2 reserved bits, otherwise the number of the field.
        var owners = new int[width];
        foreach (var range in type)
        {
            for (var bit = range.Lsb; bit <= range.Msb; bit++)
                owners[bit] = -1;
        }

        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Bits is { } bits)
                isWhole &= Take(bits, i + 1);
        }

        foreach (var item in reserved)
            isWhole &= Take(item.Bits, -2);

        if (isWhole)
            ReportGap();

        bool Take(BitsDeclaration bits, int taker)
        {
            var isFine = true;
            foreach (var range in bits.Ranges)
                isFine &= TakeRange(range, taker);
            return isFine;
        }

        bool TakeRange(Located<BitRange> range, int taker)
        {
            if (range.Value.Msb >= width)
            {
                findings.Report(BitRules.PastWidth, range.Span, $"Bits {range.Value} reach past bit {width - 1}, the highest of {owner.Value}.");
                return false;
            }

            for (var bit = range.Value.Lsb; bit <= range.Value.Msb; bit++)
            {
                if (owners[bit] != 0 && !IsShared(owners[bit], taker))
                {
                    findings.Report(BitRules.Overlap, range.Span, $"Bit {bit} already belongs to {NameOf(owners[bit])}. {WayOut(owners[bit], taker)}");
                    return false;
                }

                owners[bit] = taker;
            }

            return true;
        }

        bool IsShared(int owner, int taker) => owner > 0 && taker > 0 && fields[owner - 1].IsConditional && fields[taker - 1].IsConditional;

        string WayOut(int owner, int taker) => owner > 0 && taker > 0 && IsForReads(fields[owner - 1]) != IsForReads(fields[taker - 1])
            ? "Declare two registers at this offset, one for reads and one for writes." : "A bit has one owner, unless 'when' of two fields exclude each other.";

        static bool IsForReads(FieldDeclaration field) => field.Access is not { Value.IsReadable: false };

        string NameOf(int taker) => taker switch
        {
            -1 => "the type code",
            -2 => "reserved bits",
            _ => fields[taker - 1].Name.Value,
        };

        void ReportGap()
        {
            var missing = "";
            for (var msb = width - 1; msb >= 0; msb--)
            {
                if (owners[msb] != 0)
                    continue;
                var lsb = msb;
                while (lsb > 0 && owners[lsb - 1] == 0)
                    lsb--;
                missing += (missing.Length == 0 ? "" : ", ") + $"\"{new BitRange(msb, lsb)}\"";
                msb = lsb;
            }

            if (missing.Length > 0)
                findings.Report(BitRules.Gap, owner.Span, $"Bits of {owner.Value} are not covered: add a field, or reserved: [{missing}].");
        }
    }
}
