using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Checks;

/// <summary>Checks a queue by itself.</summary>
internal static class QueueChecks
{
    public static void Check(QueueDeclaration queue, Findings findings)
    {
        if (queue.Type is not { } type)
            return;
        if (type.Width > 32)
            findings.Report(BitRules.TypeCodeTooWide, type.Span, $"A type code can have at most 32 bits; this one has {type.Width}.");
        if (queue.Sizes.Count == 0)
            return;

        var width = (int)queue.Sizes[0].Value;
        for (var i = 0; i < type.Ranges.Count; i++)
        {
            var range = type.Ranges[i];
            if (range.Value.Msb >= width)
            {
                findings.Report(BitRules.PastWidth, range.Span, $"Bits {range.Value} reach past bit {width - 1}, the highest of the smallest descriptor.");
                continue;
            }

            for (var j = 0; j < i; j++)
            {
                if (!range.Value.Overlaps(type.Ranges[j].Value))
                    continue;
                findings.Report(BitRules.Overlap, range.Span, $"Bits {range.Value} already belong to the type code.");
                break;
            }
        }
    }
}
