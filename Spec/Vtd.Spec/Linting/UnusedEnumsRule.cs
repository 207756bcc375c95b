using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Linting;

/// <summary>VTD1011: an enum that no field holds, and that does not say what else it is for. Tables of codes are for the device's own use.</summary>
internal static class UnusedEnumsRule
{
    public static void Check(LintScope scope)
    {
        if (!scope.Uses.IsWhole)
            return;
        foreach (var item in scope.Enums)
        {
            if (item is { About: null, Note: null } && !IsTable(item) && !scope.Uses.Enums.Contains(item.Name.Value))
                scope.Findings.Report(LintRules.UnusedEnum, item.Name.Span, $"No field has the enum {item.Name.Value}. Name it at its field, with 'enum:', or state its purpose in 'about:'.");
        }
    }

    private static bool IsTable(EnumDeclaration item) => item.Traits.Count > 0 || item.Codes.Any(static code => code.Mnemonic is not null);
}
