using Vtd.Spec.Model;

namespace Vtd.Spec.Linting;

/// <summary>VTD1002 and VTD1003: where a spec says names or sections, everything has one. A device that nobody wrote a document about
/// has neither.</summary>
internal static class Titles
{
    public static void Check(LintScope scope)
    {
        foreach (var item in scope.Registers.Concat<TitledDeclaration>(scope.Queues).Concat(scope.Descriptors).Concat(scope.Entries))
        {
            if (item.Title is null && scope.Uses.HasNames)
                scope.Findings.Report(LintRules.NoName, item.Name.Span, $"{item.Name.Value} does not say its name in the architecture, as others do. Add 'name:'.");
            if (item.Section is null && scope.Uses.HasSections)
                scope.Findings.Report(LintRules.NoSection, item.Name.Span, $"{item.Name.Value} does not say its section of the architecture, as others do. Add 'section:', in quotes.");
        }
    }
}
