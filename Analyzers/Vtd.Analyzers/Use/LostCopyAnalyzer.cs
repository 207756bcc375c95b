using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>VTD2001: generated values do not change, so an unused changed copy is lost.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LostCopyAnalyzer : UseAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(UseRules.LostCopy);

    private protected override void Start(CompilationStartAnalysisContext start, GeneratedTypes types) =>
        start.RegisterOperationAction(inside => Analyze(inside, types), OperationKind.ExpressionStatement);

    private static void Analyze(OperationAnalysisContext context, GeneratedTypes types)
    {
        var thrownAway = Bits.Core(((IExpressionStatementOperation)context.Operation).Operation);
        if (Original(thrownAway, types) is { } original)
            context.ReportDiagnostic(Diagnostic.Create(UseRules.LostCopy.WithPage(context.Options), thrownAway.Syntax.GetLocation(), original.Syntax.ToString()));
    }

    /// <summary>The original of a changed copy; null if the expression is something else.</summary>
    private static IOperation? Original(IOperation operation, GeneratedTypes types) => operation switch
    {
        IWithOperation copy when types.Find(copy.Type) is { IsValue: true } => copy.Operand,
        IInvocationOperation call when call.TargetMethod.Name.StartsWith("With", StringComparison.Ordinal)
            && types.Find(call.Type) is { IsValue: true } && (call.Instance ?? ExtendedBy(call)) is { } original
            && SymbolEqualityComparer.Default.Equals(call.Type, original.Type) => original,
        _ => null,
    };

    private static IOperation? ExtendedBy(IInvocationOperation call) =>
        call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null;
}
