using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linting;

/// <summary>VTD1010: conditions that contradict themselves, or those of the thing that they are a part of.</summary>
internal static class GatesRule
{
    public static void Check(LintScope scope)
    {
        foreach (var register in scope.Registers)
            Check(scope, register, register.Fields, "register", register.When);
        foreach (var descriptor in scope.Descriptors)
            Check(scope, descriptor, descriptor.Fields, "descriptor", [.. descriptor.Require]);
        foreach (var entry in scope.Entries)
            Check(scope, entry, entry.Fields, "entry", [entry.Variant?.When, .. entry.Require]);
    }

    /// <param name="scope">Where to look and to report.</param>
    /// <param name="item">The thing.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="kind">The conditions of the declaration itself.</param>
    /// <param name="own">The own conditions; all of them hold.</param>
    private static void Check(LintScope scope, Declaration item, EquatableArray<FieldDeclaration> fields, string kind, params ExpressionText?[] own)
    {
        var solver = new ConditionSolver(scope.Table, scope.SymbolsOf(fields));
        var held = new List<Expression>();
        foreach (var condition in own)
        {
            if (condition is null || scope.IsForeign(condition.Content))
                continue;
            if (!Check(scope, solver, held, condition, $"the {kind}'s other conditions"))
                return;
            held.Add(condition.Root);
        }

        foreach (var field in fields)
        {
            if (field.When is { } when && !scope.IsForeign(when.Content))
                Check(scope, solver, held, when, $"the condition of {item.Name.Value}");
        }
    }

    private static bool Check(LintScope scope, ConditionSolver solver, List<Expression> held, ExpressionText condition, string others)
    {
        if (!solver.CanHold([condition.Root]))
        {
            scope.Findings.Report(LintRules.NeverHolds, condition.Content, "This condition can never hold: its parts contradict each other. Correct it, or remove what it guards.");
            return false;
        }

        if (solver.CanHold([.. held, condition.Root]))
            return true;
        scope.Findings.Report(LintRules.NeverHolds, condition.Content, $"This condition can never hold together with {others}. Correct one of the two, or remove what it guards.");
        return false;
    }
}
