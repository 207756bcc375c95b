using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;
using Vtd.Codegen.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>VTD2007: numbers for which there is a generated constant, where what they stand beside leaves no doubt which one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LiteralAnalyzer : UseAnalyzer
{
    /// <summary>The key under which a diagnostic has the name to write instead.</summary>
    public const string Constant = nameof(Constant);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(UseRules.Literal);

    private protected override void Start(CompilationStartAnalysisContext start, GeneratedTypes types)
    {
        start.RegisterOperationAction(inside => CheckOffset(inside, types), OperationKind.Invocation);
        start.RegisterOperationAction(inside => CheckOperands(inside, types), OperationKind.Binary);
        start.RegisterOperationAction(inside => CheckCase(inside, types), OperationKind.CaseClause, OperationKind.ConstantPattern);
        start.RegisterOperationAction(inside => CheckCast(inside, types), OperationKind.Conversion);
    }

    private static void CheckOffset(OperationAnalysisContext context, GeneratedTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not (LayoutContract.Read or LayoutContract.Write) || RegisterAccess.FileOf(call, types) is not { } file)
            return;
        if (RegisterAccess.Argument(call, LayoutContract.OffsetParameter) is { } place && Literal(place) is { } literal && Bits.Of(place) is { } offset
            && types.RegistersOf(file).Find(offset) is { } register && (ulong)register.Offset!.Value == offset)
            Report(context, literal, register.Symbol, LayoutContract.Offset);
    }

    private static void CheckOperands(OperationAnalysisContext context, GeneratedTypes types)
    {
        var binary = (IBinaryOperation)context.Operation;
        foreach (var (named, number) in new[] { (binary.LeftOperand, binary.RightOperand), (binary.RightOperand, binary.LeftOperand) })
        {
            if (Literal(number) is not { } literal || Bits.Of(number) is not { } value)
                continue;
            if (binary.OperatorKind == BinaryOperatorKind.And)
                CheckMask(context, named, literal, value, types);
            else if (binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
                CheckTypeCode(context, named, literal, value, types);
        }
    }

    private static void CheckCase(OperationAnalysisContext context, GeneratedTypes types)
    {
        var number = context.Operation switch
        {
            ISingleValueCaseClauseOperation clause => clause.Value,
            IConstantPatternOperation pattern => pattern.Value,
            _ => null,
        };
        if (number is not null && Literal(number) is { } literal && Bits.Of(number) is { } value && Compared(context.Operation) is { } named)
            CheckTypeCode(context, named, literal, value, types);
    }

    /// <summary>The value that a case or a pattern is compared with; null if that is a part of a value.</summary>
    private static IOperation? Compared(IOperation operation) => operation.Parent switch
    {
        IBinaryPatternOperation or INegatedPatternOperation or IPatternCaseClauseOperation or ISwitchExpressionArmOperation or ISwitchCaseOperation => Compared(operation.Parent),
        IIsPatternOperation test => test.Value,
        ISwitchExpressionOperation expression => expression.Value,
        ISwitchOperation statement => statement.Value,
        _ => null,
    };

    private static void CheckMask(OperationAnalysisContext context, IOperation named, SyntaxNode literal, ulong value, GeneratedTypes types)
    {
        if (Bits.Core(named) is not IFieldReferenceOperation { Instance.Type: { } owner, Field: var field }
            || types.Find(owner) is not { IsValue: true } type || type.FindLane(field.Name) is not { } lane)
            return;

        // The masks of what software writes are those of the register around it.
        var holder = type.Role == TypeRole.RegisterWrite ? types.Find(type.Symbol.ContainingType) : type;
        if (holder is null)
            return;

        foreach (var mask in holder.Masks)
        {
            if (mask.Value == value && holder.LaneOf(mask.Key) is { } number && holder.Lanes[number].Name == lane.Name)
            {
                Report(context, literal, holder.Symbol, "Masks." + mask.Key);
                return;
            }
        }
    }

    private static void CheckTypeCode(OperationAnalysisContext context, IOperation named, SyntaxNode literal, ulong value, GeneratedTypes types)
    {
        if (Locals.Source(named) is not IInvocationOperation { TargetMethod: { Name: LayoutContract.TypeOf, ContainingType: var owner } }
            || types.Find(owner, TypeRole.Dispatcher) is not { } dispatcher)
            return;

        foreach (var method in dispatcher.Symbol.GetMembers(LayoutContract.Dispatch).OfType<IMethodSymbol>())
        {
            foreach (var handled in method.TypeParameters.SelectMany(static parameter => parameter.ConstraintTypes).SelectMany(static handler => handler.GetMembers()).OfType<IMethodSymbol>())
            {
                if (handled.Parameters is [{ Type: var descriptor }] && types.Find(descriptor, TypeRole.Entry) is { } type && type.Constant(LayoutContract.TypeCode) == value)
                {
                    Report(context, literal, type.Symbol, LayoutContract.TypeCode);
                    return;
                }
            }
        }
    }

    private static void CheckCast(OperationAnalysisContext context, GeneratedTypes types)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (conversion.IsImplicit || conversion.Syntax is not CastExpressionSyntax || types.Find(conversion.Type, TypeRole.Codes) is not { } codes
            || Literal(conversion.Operand) is null || Bits.Of(conversion) is not { } value)
            return;
        foreach (var member in codes.Symbol.GetMembers())
        {
            if (member is IFieldSymbol { HasConstantValue: true } code && Bits.Of(code.ConstantValue) == value)
            {
                Report(context, conversion.Syntax, codes.Symbol, code.Name);
                return;
            }
        }
    }

    /// <summary>The number as it is written; null if it is written as something else.</summary>
    private static SyntaxNode? Literal(IOperation operation) => Bits.Core(operation) is ILiteralOperation { Syntax: LiteralExpressionSyntax literal } ? literal : null;

    private static void Report(OperationAnalysisContext context, SyntaxNode literal, INamedTypeSymbol type, string constant)
    {
        var name = $"{type.ToMinimalDisplayString(context.Operation.SemanticModel!, literal.SpanStart)}.{constant}";
        context.ReportDiagnostic(Diagnostic.Create(
            UseRules.Literal.WithPage(context.Options), literal.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(Constant, name), literal.ToString(), name));
    }
}
