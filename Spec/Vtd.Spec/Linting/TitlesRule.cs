using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Linting;

/// <summary>VTD1002 and VTD1003: where most declarations of a file have a name or a section, the rule reports those without. A device
/// without a document has neither.</summary>
internal static class TitlesRule
{
    public static void Check(LintScope scope)
    {
        var items = scope.Registers.Concat<TitledDeclaration>(scope.Queues).Concat(scope.Descriptors).Concat(scope.Entries).ToList();
        var sayNames = LintScope.AreMost(items, static item => item.Title is not null);
        var saySections = LintScope.AreMost(items, static item => item.Section is not null);
        foreach (var item in items)
        {
            // Who wrote about it knows what is missing.
            if (item.Note is not null)
                continue;
            if (item.Title is null && sayNames)
                scope.Findings.Report(LintRules.NoName, item.Name.Span, $"{item.Name.Value} has no name from the architecture, unlike most declarations in this file. Add 'name:', or a 'note:' with the reason.");
            if (item.Section is null && saySections)
                scope.Findings.Report(LintRules.NoSection, item.Name.Span, $"{item.Name.Value} has no section of the architecture, unlike most declarations in this file. Add 'section:', or a 'note:' with the reason.");
        }
    }
}
