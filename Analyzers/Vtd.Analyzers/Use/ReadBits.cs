using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>The bits of an expression that certainly are those read from a register.</summary>
/// <param name="register">The register.</param>
/// <param name="types">The generated types.</param>
internal sealed class ReadBits(GeneratedType register, GeneratedTypes types)
{
    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);

    /// <summary>The parts of the expression that were read.</summary>
    public List<SyntaxNode> Places { get; } = [];

    /// <summary>The bits that were read.</summary>
    public ulong In(IOperation expression)
    {
        var operation = Bits.Core(expression);
        if (Bits.Of(operation) is not null)
            return 0;
        switch (operation)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.And } and:
                return In(and.LeftOperand) & (Bits.Of(and.RightOperand) ?? ulong.MaxValue) | In(and.RightOperand) & (Bits.Of(and.LeftOperand) ?? ulong.MaxValue);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Or or BinaryOperatorKind.ExclusiveOr } or:
                return In(or.LeftOperand) | In(or.RightOperand);
            case IFieldReferenceOperation { Instance: { } value } lane when register.FindLane(lane.Field.Name) is not null && IsRegister(value):
                return Found(operation, OfValue(value));
            case IInvocationOperation call when IsRead(call):
                return Found(operation, ulong.MaxValue);
            case ILocalReferenceOperation local:
                return _seen.Add(local.Local) && Sources(local).Any(IsRead) ? Found(operation, ulong.MaxValue) : 0;
            default:
                return 0;
        }
    }

    private ulong Found(IOperation place, ulong bits)
    {
        if (bits != 0)
            Places.Add(place.Syntax);
        return bits;
    }

    private bool IsRegister(IOperation value) => SymbolEqualityComparer.Default.Equals(value.Type, register.Symbol);

    /// <summary>The bits of a register's value that were read.</summary>
    private ulong OfValue(IOperation expression)
    {
        var value = Bits.Core(expression);
        switch (value)
        {
            case IWithOperation copy:
                var set = 0UL;
                foreach (var assignment in copy.Initializer.Initializers)
                {
                    if (assignment is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation field } && register.Masks.TryGetValue(field.Property.Name, out var mask))
                        set |= mask;
                }

                return OfValue(copy.Operand) & ~set;
            case IPropertyReferenceOperation { Instance: { } file } when types.Find(file.Type, TypeRole.RegisterFile) is not null:
            case IInvocationOperation { Instance: { } of } when types.Find(of.Type, TypeRole.RegisterFile) is not null:
                return ulong.MaxValue;
            case IObjectCreationOperation { Arguments.Length: > 0, Initializer: null } made:
                // What is written is the value made of it, not what it is made of.
                var places = Places.Count;
                var bits = made.Arguments.Aggregate(0UL, (all, argument) => all | In(argument.Value));
                Places.RemoveRange(places, Places.Count - places);
                return bits;
            case ILocalReferenceOperation local when _seen.Add(local.Local):
                return Sources(local).Select(OfValue).Aggregate(0UL, static (all, part) => all | part);
            default:
                return 0;
        }
    }

    /// <summary>Whether the expression is a read of the register, or what such a read has filled.</summary>
    private bool IsRead(IOperation expression) => Bits.Core(expression) switch
    {
        IInvocationOperation call => RegisterAccess.From(call, types) is { IsWrite: false } access
            && SymbolEqualityComparer.Default.Equals(access.Register.Symbol, register.Symbol),
        IFieldReferenceOperation { Instance: { } value } lane => register.FindLane(lane.Field.Name) is not null && IsRegister(value) && OfValue(value) != 0,
        _ => false,
    };

    /// <summary>The possible values of a local variable: all assignments, and calls that it is an <c>out</c> argument of.</summary>
    private static IEnumerable<IOperation> Sources(ILocalReferenceOperation reference)
    {
        IOperation root = reference;
        while (root.Parent is { } parent)
            root = parent;
        foreach (var operation in root.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when Is(declarator.Symbol, reference):
                    yield return value;
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local, reference):
                    yield return assignment.Value;
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Out, Parent: { } call } argument when Holds(argument.Value, reference):
                    yield return call;
                    break;
            }
        }
    }

    private static bool Holds(IOperation argument, ILocalReferenceOperation reference) => argument switch
    {
        ILocalReferenceOperation local => Is(local.Local, reference),
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared } => Is(declared.Local, reference),
        _ => false,
    };

    private static bool Is(ILocalSymbol local, ILocalReferenceOperation reference) => SymbolEqualityComparer.Default.Equals(local, reference.Local);
}
