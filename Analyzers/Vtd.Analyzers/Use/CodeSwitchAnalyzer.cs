using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Generated;

namespace Vtd.Analyzers.Use;

/// <summary>VTD2011, VTD2012: a switch over codes that lets some pass.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CodeSwitchAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(UseRules.MissingCodes, UseRules.UnknownCodes);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var types = GeneratedTypes.Of(start.Compilation);
            start.RegisterOperationAction(inside => Analyze(inside, types), OperationKind.Switch, OperationKind.SwitchExpression);
        });
    }

    private static void Analyze(OperationAnalysisContext context, GeneratedTypes types)
    {
        var value = context.Operation is ISwitchOperation statement ? statement.Value : ((ISwitchExpressionOperation)context.Operation).Value;
        if (types.Find(value.Type, TypeRole.Codes) is not { } codes || IsFlags(codes.Symbol))
            return;

        var taken = new HashSet<ulong>();
        if (!TryFindTaken(context.Operation, taken))
            return;

        var missing = CodeSet.Of(codes.Symbol).Where(code => !taken.Contains(code.Value)).ToList();
        var place = value.Syntax.GetLocation();
        if (missing.Count > 0)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                UseRules.MissingCodes.WithPage(context.Options), place, codes.Symbol.Name, string.Join(", ", missing.Select(static code => code.Name))));
        }
        else if (!CodeSet.HasAllValues(codes.Symbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(UseRules.UnknownCodes.WithPage(context.Options), place, codes.Symbol.Name));
        }
    }

    /// <summary>Collects the codes that arms take; false if an arm takes all the others, or some that cannot be told.</summary>
    private static bool TryFindTaken(IOperation operation, HashSet<ulong> taken)
    {
        if (operation is ISwitchExpressionOperation expression)
            return expression.Arms.All(arm => arm.Guard is not null || TryAdd(arm.Pattern, taken));

        foreach (var clause in ((ISwitchOperation)operation).Cases.SelectMany(static section => section.Clauses))
        {
            switch (clause)
            {
                case ISingleValueCaseClauseOperation single when Bits.Of(single.Value) is { } code:
                    taken.Add(code);
                    break;
                case IPatternCaseClauseOperation { Guard: not null }:
                    break;
                case IPatternCaseClauseOperation pattern when TryAdd(pattern.Pattern, taken):
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool TryAdd(IPatternOperation pattern, HashSet<ulong> taken)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant when Bits.Of(constant.Value) is { } code:
                taken.Add(code);
                return true;
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or:
                return TryAdd(or.LeftPattern, taken) && TryAdd(or.RightPattern, taken);
            default:
                return false;
        }
    }

    private static bool IsFlags(INamedTypeSymbol type) => type.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == nameof(FlagsAttribute));
}
