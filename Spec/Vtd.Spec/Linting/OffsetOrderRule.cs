using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Linting;

/// <summary>VTD1009: registers of a file go up in offset, as in the architecture's own tables; a gap then shows.</summary>
internal static class OffsetOrderRule
{
    public static void Check(LintScope scope)
    {
        RegisterDeclaration? before = null;
        foreach (var register in scope.Registers)
        {
            // A place that is computed compares with nothing.
            if (register.Base is not null || register.Offset is not { } offset)
                continue;
            if (before is not null && before.Group == register.Group && offset.Value < before.Offset!.Value.Value)
            {
                scope.Findings.Report(LintRules.OffsetOrder, offset.Span,
                    $"{register.Name.Value} at 0x{offset.Value:X} comes after {before.Name.Value} at 0x{before.Offset.Value.Value:X}. Put the registers of a file in order of offset.");
            }

            before = register;
        }
    }
}
