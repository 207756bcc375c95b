using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Generated;

namespace Vtd.Analyzers.Use;

/// <summary>VTD2010: an entry of several words that hardware can see before all of them are there.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EarlyPresentAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] s_presentNames = ["P", "PRESENT", "V", "VALID"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(UseRules.EarlyPresent);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var types = GeneratedTypes.Of(start.Compilation);
            start.RegisterOperationAction(inside => Analyze(inside, types), OperationKind.Block);
        });
    }

    /// <summary>A statement that writes one word of an entry to memory.</summary>
    private sealed record WordWrite(IOperation Statement, IOperation Word, ISymbol Entry, string Lane, GeneratedType Type, IMethodSymbol Method);

    private static void Analyze(OperationAnalysisContext context, GeneratedTypes types)
    {
        var open = new List<WordWrite>();
        foreach (var statement in ((IBlockOperation)context.Operation).Operations)
        {
            if (WriteOf(statement, types) is not { } write)
            {
                // Whatever else touches the entry may make another one of it.
                open.RemoveAll(earlier => statement.DescendantsAndSelf().Any(operation => IsChange(operation, earlier.Entry)));
                continue;
            }

            foreach (var earlier in open.Where(earlier => IsSameEntry(earlier, write) && earlier.Lane != write.Lane))
            {
                if (Present(earlier) is { } field && CanBePresent(earlier, field))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        UseRules.EarlyPresent.WithPage(context.Options), earlier.Word.Syntax.GetLocation(), [write.Statement.Syntax.GetLocation()], earlier.Lane, field, write.Lane));
                }
            }

            open.RemoveAll(earlier => IsSameEntry(earlier, write) && earlier.Lane != write.Lane && Present(earlier) is not null);
            open.Add(write);
        }
    }

    private static bool IsSameEntry(WordWrite one, WordWrite other) =>
        SymbolEqualityComparer.Default.Equals(one.Entry, other.Entry) && SymbolEqualityComparer.Default.Equals(one.Method, other.Method);

    /// <summary>The write of a word as it is to a place in memory. Spans and arrays are copies that hardware does not see.</summary>
    private static WordWrite? WriteOf(IOperation statement, GeneratedTypes types)
    {
        if (statement is not IExpressionStatementOperation { Operation: IInvocationOperation call }
            || !(call.TargetMethod.Name.StartsWith("Write", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("Store", StringComparison.Ordinal))
            || call.TargetMethod.Parameters.Length < 2 || !call.TargetMethod.Parameters.All(static parameter => parameter.Type.IsValueType && !parameter.Type.IsRefLikeType))
            return null;

        foreach (var argument in call.Arguments)
        {
            var word = Bits.Core(argument.Value);
            if (word is IPropertyReferenceOperation { Instance: { } entry } lane && types.Find(entry.Type, TypeRole.Entry) is { Lanes.Length: > 1 } type
                && type.FindLane(lane.Property.Name) is not null && SymbolOf(entry) is { } symbol)
                return new(statement, word, symbol, lane.Property.Name, type, call.TargetMethod);
        }

        return null;
    }

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    private static bool IsChange(IOperation operation, ISymbol entry) => operation switch
    {
        IAssignmentOperation assignment => SymbolEqualityComparer.Default.Equals(SymbolOf(assignment.Target), entry),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => SymbolEqualityComparer.Default.Equals(SymbolOf(argument.Value), entry),
        _ => false,
    };

    /// <summary>The present bit in a word; null if it is in another.</summary>
    private static string? Present(WordWrite write)
    {
        foreach (var name in s_presentNames)
        {
            if (write.Type.Masks.TryGetValue(name, out var mask) && (mask & (mask - 1)) == 0
                && write.Type.LaneOf(name) is { } lane && write.Type.Lanes[lane].Name == write.Lane)
                return name;
        }

        return null;
    }

    /// <summary>Whether nothing says that the entry is made without the bit.</summary>
    private static bool CanBePresent(WordWrite write, string field)
    {
        foreach (var operation in BuiltDescriptorAnalyzer.Root(write.Word).Descendants())
        {
            var made = operation switch
            {
                IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, write.Entry) => value,
                ISimpleAssignmentOperation assignment when SymbolEqualityComparer.Default.Equals(SymbolOf(assignment.Target), write.Entry) => assignment.Value,
                _ => null,
            };
            if (made is not null && Sets(Bits.Core(made), field))
                return true;
        }

        return write.Entry is IParameterSymbol;
    }

    private static bool Sets(IOperation made, string field)
    {
        var initializer = made switch
        {
            IObjectCreationOperation { Arguments.Length: 0, Initializer: { } given } => given,
            IWithOperation copy => copy.Initializer,
            _ => null,
        };
        foreach (var part in initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } } assignment && name == field)
                return Bits.Of(assignment.Value) is not 0;
        }

        return made is IWithOperation { Operand: var operand } ? Sets(Bits.Core(operand), field) : made is not IObjectCreationOperation and not IDefaultValueOperation;
    }
}
