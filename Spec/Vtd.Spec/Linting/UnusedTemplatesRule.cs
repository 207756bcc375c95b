using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Linting;

/// <summary>VTD1012: a template that no declaration and no other template is like.</summary>
internal static class UnusedTemplatesRule
{
    public static void Check(LintScope scope)
    {
        if (scope.Uses is not { IsWhole: true, HasDeclarations: true })
            return;
        foreach (var template in scope.Templates)
        {
            var name = template.Item.Name;
            if (!scope.Uses.Templates.Contains(SpecUses.KeyOf(template.Kind, name.Value)))
                scope.Findings.Report(LintRules.UnusedTemplate, name.Span, $"No {KindOf(template.Kind)} is like {name.Value}. Add 'like: {name.Value}' where it is meant, or remove the template.");
        }
    }

    private static string KindOf(UnitKind kind) => kind switch
    {
        UnitKind.Register => "register",
        UnitKind.Descriptor => "descriptor",
        _ => "entry",
    };
}
