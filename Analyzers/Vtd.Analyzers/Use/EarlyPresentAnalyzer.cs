using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>VTD2010: an entry of several words that hardware can see before all of them are there.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EarlyPresentAnalyzer : UseAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(UseRules.EarlyPresent);

    private protected override void Start(CompilationStartAnalysisContext start, GeneratedTypes types) =>
        start.RegisterOperationAction(inside => Analyze(inside, types), OperationKind.Block);

    private static void Analyze(OperationAnalysisContext context, GeneratedTypes types)
    {
        var open = new List<WordWrite>();
        foreach (var statement in ((IBlockOperation)context.Operation).Operations)
        {
            if (WordWrite.Of(statement, types) is not { } write)
            {
                // Whatever else touches the entry may make another one of it.
                open.RemoveAll(earlier => statement.DescendantsAndSelf().Any(operation => WordWrite.IsChange(operation, earlier.Entry)));
                continue;
            }

            foreach (var earlier in open.Where(earlier => earlier.IsOfSameEntry(write) && earlier.Lane != write.Lane))
            {
                if (earlier.Present() is { } field && CanBePresent(earlier, field))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        UseRules.EarlyPresent.WithPage(context.Options), earlier.Word.Syntax.GetLocation(), [write.Call.Syntax.GetLocation()], earlier.Lane, field, write.Lane));
                }
            }

            open.RemoveAll(earlier => earlier.IsOfSameEntry(write) && earlier.Lane != write.Lane && earlier.Present() is not null);
            open.Add(write);
        }
    }

    /// <summary>Whether nothing says that the entry is made without the bit.</summary>
    private static bool CanBePresent(WordWrite write, string field)
    {
        foreach (var operation in BuiltDescriptorAnalyzer.Root(write.Word).Descendants())
        {
            var made = operation switch
            {
                IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, write.Entry) => value,
                ISimpleAssignmentOperation assignment when WordWrite.Is(assignment.Target, write.Entry) => assignment.Value,
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
