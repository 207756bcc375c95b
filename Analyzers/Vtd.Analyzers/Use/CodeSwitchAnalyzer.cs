using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>VTD2011, VTD2012: a switch over codes that lets some pass.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CodeSwitchAnalyzer : UseAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(UseRules.MissingCodes, UseRules.UnknownCodes);

    private protected override void Start(CompilationStartAnalysisContext start, GeneratedTypes types) =>
        start.RegisterOperationAction(inside => Analyze(inside, types), OperationKind.Switch, OperationKind.SwitchExpression);

    private static void Analyze(OperationAnalysisContext context, GeneratedTypes types)
    {
        if (CodeSwitch.Of(context.Operation, types) is not { Missing: { } missing } found)
            return;

        var place = found.Value.Syntax.GetLocation();
        if (!missing.IsEmpty)
            context.ReportDiagnostic(Diagnostic.Create(UseRules.MissingCodes.WithPage(context.Options), place, found.Codes.Name, string.Join(", ", missing)));
        else if (!CodeSet.HasAllValues(found.Codes))
            context.ReportDiagnostic(Diagnostic.Create(UseRules.UnknownCodes.WithPage(context.Options), place, found.Codes.Name));
    }
}
