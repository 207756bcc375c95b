using Microsoft.CodeAnalysis;
using Vtd.Analyzers.Contract;
using Vtd.Spec.Language;
using Vtd.Spec.Model;

namespace Vtd.Analyzers.Use;

/// <summary>Conditions of a spec on values that code gives, as far as they are constant: what depends on something else is null.</summary>
/// <param name="type">The type that the condition stands at.</param>
/// <param name="own">Value of a property of it, if that is known.</param>
/// <param name="registers">Value of a field of a register, if that is known.</param>
internal sealed class ConditionValue(GeneratedType type, Func<IPropertySymbol, ulong?> own, Func<string, string, ulong?> registers)
{
    /// <summary>Whether a condition holds.</summary>
    public bool? Holds(string condition) => ExpressionParser.Parse(condition, out _) is { } parsed ? Holds(parsed) : null;

    private bool? Holds(Expression expression) => expression switch
    {
        NotExpression not => !Holds(not.Operand),
        BinaryExpression { Operator: BinaryOperator.And } both => Holds(both.Left) & Holds(both.Right),
        BinaryExpression { Operator: BinaryOperator.Or } either => Holds(either.Left) | Holds(either.Right),
        BinaryExpression { Operator: >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual } comparison =>
            Number(comparison.Left, comparison.Right) is { } left && Number(comparison.Right, comparison.Left) is { } right ? comparison.Operator.Compares(left, right) : null,
        _ => Number(expression, null) is { } number ? number != 0 : null,
    };

    /// <param name="expression">A number, a field or a code.</param>
    /// <param name="other">The other operand: a code is one of that field's enum.</param>
    private ulong? Number(Expression expression, Expression? other) => expression switch
    {
        NumberExpression number => number.Value,
        FieldExpression { Spec: not null } => null,
        FieldExpression { Register: { } register } field => registers(register, field.Field),
        FieldExpression field when Property(field.Field) is { } property => own(property),
        FieldExpression code when other is FieldExpression { Register: null } beside && Property(beside.Field) is { Type: INamedTypeSymbol { TypeKind: TypeKind.Enum } codes } => Code(codes, code.Field),
        BitExpression bit => Number(bit.Operand, null) is { } bits ? (bits >> bit.Bit) & 1 : null,
        BinaryExpression { Operator: >= BinaryOperator.Add } sum =>
            Number(sum.Left, null) is { } left && Number(sum.Right, null) is { } right ? sum.Operator.Computes(left, right) : null,
        _ => null,
    };

    private IPropertySymbol? Property(string field) => type.Symbol.GetMembers(field).OfType<IPropertySymbol>().FirstOrDefault(static property => !property.IsStatic);

    private static ulong? Code(INamedTypeSymbol codes, string name)
    {
        foreach (var member in codes.GetMembers(name))
        {
            if (member is IFieldSymbol { HasConstantValue: true } code)
                return Bits.Of(code.ConstantValue);
        }

        return null;
    }
}
