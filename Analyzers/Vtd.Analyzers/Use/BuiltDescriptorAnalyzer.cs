using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;
using Vtd.Codegen.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>VTD2008, VTD2009: descriptors and entries whose constants break what the spec says of them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BuiltDescriptorAnalyzer : UseAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(UseRules.Unmet, UseRules.Absent);

    private protected override void Start(CompilationStartAnalysisContext start, GeneratedTypes types) =>
        start.RegisterOperationAction(inside => Analyze(inside, types), OperationKind.ObjectCreation);

    private static void Analyze(OperationAnalysisContext context, GeneratedTypes types)
    {
        var made = (IObjectCreationOperation)context.Operation;
        if (made.Initializer is not { } initializer || made.Arguments.Length > 0 || types.Find(made.Type, TypeRole.Entry) is not { } type)
            return;

        var given = new Dictionary<string, IOperation>(StringComparer.Ordinal);
        foreach (var part in initializer.Initializers)
        {
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation field } assignment)
                given[field.Property.Name] = assignment.Value;
        }

        var registers = new MadeRegisters(made, types);
        var values = new ConditionValue(
            type,
            property => given.TryGetValue(property.Name, out var value) ? Bits.Of(value)
                : property.SetMethod is null ? type.Constant(LayoutContract.TypeCode)
                : 0,
            registers.Find);
        CheckGates(context, initializer, values);
        if (!IsFinished(made))
            return;
        foreach (var condition in GeneratedType.Conditions(type.Symbol, LayoutContract.Require))
        {
            if (values.Holds(condition) == false)
                context.ReportDiagnostic(Diagnostic.Create(UseRules.Unmet.WithPage(context.Options), made.Syntax.GetLocation(), type.Symbol.Name, condition));
        }
    }

    private static void CheckGates(OperationAnalysisContext context, IObjectOrCollectionInitializerOperation initializer, ConditionValue values)
    {
        foreach (var part in initializer.Initializers)
        {
            if (part is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } assignment || Bits.Of(assignment.Value) is null or 0)
                continue;
            foreach (var condition in GeneratedType.Conditions(property, LayoutContract.Gate))
            {
                if (values.Holds(condition) == false)
                    context.ReportDiagnostic(Diagnostic.Create(UseRules.Absent.WithPage(context.Options), assignment.Syntax.GetLocation(), property.Name, condition));
            }
        }
    }

    /// <summary>Whether the value is used as it is made here: handed on, or kept in a local variable that is not the start of other values.</summary>
    private static bool IsFinished(IOperation made)
    {
        var user = made.Parent;
        while (user is IConversionOperation or IParenthesizedOperation)
            user = user.Parent;
        switch (user)
        {
            case IArgumentOperation:
            case IMemberReferenceOperation:
            case IInvocationOperation:
                return true;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                return !Root(made).Descendants().Any(operation => Changes(operation, local));
            default:
                return false;
        }
    }

    private static bool Changes(IOperation operation, ILocalSymbol local) => operation switch
    {
        IWithOperation copy => IsLocal(copy.Operand, local),
        IAssignmentOperation assignment => IsLocal(assignment.Target, local),
        IReturnOperation { ReturnedValue: { } returned } => IsLocal(returned, local),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => IsLocal(argument.Value, local),
        _ => false,
    };

    private static bool IsLocal(IOperation operation, ILocalSymbol local) =>
        Bits.Core(operation) is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);

    internal static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }
}
