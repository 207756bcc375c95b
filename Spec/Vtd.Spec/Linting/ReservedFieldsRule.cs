using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Linting;

/// <summary>VTD1008: reserved bits that are written as a field get a property, an access and a mask, as if they were for use.</summary>
internal static class ReservedFieldsRule
{
    private static readonly HashSet<string> s_names = new(StringComparer.OrdinalIgnoreCase) { "RSVD", "RSVDZ", "RSVDP", "RSV", "RESV", "RESERVED" };

    public static void Check(LintScope scope)
    {
        foreach (var field in scope.Fields)
        {
            if (!s_names.Contains(field.Name.Value.TrimEnd('_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9')) && !IsReserved(field.Meaning))
                continue;
            scope.Findings.Report(LintRules.ReservedField, field.Name.Span,
                $"{field.Name.Value} is a field of reserved bits. List the bits under 'reserved:', 'preserved:' or 'ignored:' instead.");
        }
    }

    private static bool IsReserved(string? meaning) => string.Equals(meaning?.TrimEnd('.'), "reserved", StringComparison.OrdinalIgnoreCase);
}
