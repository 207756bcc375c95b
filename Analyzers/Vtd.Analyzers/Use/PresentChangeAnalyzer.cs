using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>VTD2013: an entry that was read and found present, changed in several words where it lies.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PresentChangeAnalyzer : UseAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(UseRules.PresentChange);

    private protected override void Start(CompilationStartAnalysisContext start, GeneratedTypes types) =>
        start.RegisterOperationAction(inside => Analyze(inside, types), OperationKind.Block);

    private static void Analyze(OperationAnalysisContext context, GeneratedTypes types)
    {
        var block = (IBlockOperation)context.Operation;
        ISymbol? present = block.Parent is IConditionalOperation branch && branch.WhenTrue == block ? PresentIf(branch.Condition, types) : null;
        for (var index = 0; index < block.Operations.Length; index++)
        {
            var statement = block.Operations[index];
            if (WordWrite.Of(statement, types) is { } write)
            {
                if (present is not null)
                    CheckChange(context, write, [.. block.Operations.Skip(index).Select(next => WordWrite.Of(next, types)).TakeWhile(next => next?.IsOfSameEntry(write) == true)], present);
                present = null;
            }
            else if (statement is IConditionalOperation { WhenFalse: null, WhenTrue: var absent, Condition: IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var condition } } && Leaves(absent))
            {
                present = PresentIf(condition, types);
            }
            else if (statement is not IVariableDeclarationGroupOperation || statement.Descendants().Any(static operation => operation is IInvocationOperation))
            {
                // Whatever is called may clear the bit.
                present = null;
            }
        }
    }

    private static void CheckChange(OperationAnalysisContext context, WordWrite first, List<WordWrite?> writes, ISymbol present)
    {
        var root = BuiltDescriptorAnalyzer.Root(first.Word);
        if (Locals.Made(root, first.Entry) is not IWithOperation copy || !WordWrite.Is(copy.Operand, present) || !IsPlace(root, first, present))
            return;

        var bit = WordWrite.PresentBit(first.Type)!;
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in copy.Initializer.Initializers)
        {
            if (part is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var field } } || field == bit || first.Type.LaneOf(field) is not { } lane)
                return;
            changed.Add(first.Type.Lanes[lane].Name);
        }

        changed.IntersectWith(writes.Select(static write => write!.Lane));
        if (changed.Count > 1)
        {
            var words = string.Join(", ", changed.OrderBy(static word => word, StringComparer.Ordinal));
            context.ReportDiagnostic(Diagnostic.Create(UseRules.PresentChange.WithPage(context.Options), first.Word.Syntax.GetLocation(), words, bit));
        }
    }

    /// <summary>The entry that a condition finds present.</summary>
    private static ISymbol? PresentIf(IOperation condition, GeneratedTypes types) => Bits.Core(condition) switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => PresentIf(both.LeftOperand, types) ?? PresentIf(both.RightOperand, types),
        IPropertyReferenceOperation { Instance: { } entry, Property.Name: var bit } when types.Find(entry.Type, TypeRole.Entry) is { } type && bit == WordWrite.PresentBit(type)
            => WordWrite.SymbolOf(entry),
        _ => null,
    };

    private static bool Leaves(IOperation statement) => statement switch
    {
        IReturnOperation or IBranchOperation => true,
        IExpressionStatementOperation { Operation: IThrowOperation } or IThrowOperation => true,
        IBlockOperation { Operations: [.., var last] } => Leaves(last),
        _ => false,
    };

    /// <summary>Whether the word goes to where the entry was read: copies of an entry elsewhere are none that hardware sees yet.</summary>
    private static bool IsPlace(IOperation root, WordWrite write, ISymbol read)
    {
        var from = Locals.Made(root, read)?.DescendantsAndSelf().OfType<IInvocationOperation>()
            .Where(static call => call.TargetMethod.Name.StartsWith("Read", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("Load", StringComparison.Ordinal))
            .SelectMany(static call => call.Arguments).Select(static argument => Base(argument.Value)).OfType<ISymbol>().ToList();
        return from is not null && write.Call.Arguments.Any(argument => Base(argument.Value) is { } to
            && from.Contains(to, SymbolEqualityComparer.Default) && !root.Descendants().Any(operation => WordWrite.IsChange(operation, to)));
    }

    /// <summary>The variable that an address starts from, if only a constant is added to it.</summary>
    private static ISymbol? Base(IOperation address) => Bits.Core(address) switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, RightOperand.ConstantValue.HasValue: true } sum => Base(sum.LeftOperand),
        var other => other.Type is { TypeKind: not TypeKind.Class and not TypeKind.Interface } ? WordWrite.SymbolOf(other) : null,
    };
}
