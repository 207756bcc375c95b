using System.Numerics;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Values of conditions and numbers, as far as they are known: what depends on something unknown is null.</summary>
/// <param name="registers">The known registers.</param>
/// <param name="own">Bits of a field of the declaration itself; null if it is not known.</param>
/// <param name="index">Number of the element of a register array, if it is known.</param>
internal sealed class ExpressionValue(KnownRegisters registers, Func<string, BigInteger?> own, int? index = null)
{
    /// <summary>For expressions that use no field of the declaration itself.</summary>
    public ExpressionValue(KnownRegisters registers)
        : this(registers, static _ => null)
    {
    }

    /// <summary>Whether the expression holds. One side can decide it alone, whatever the other may be.</summary>
    public bool? Condition(Expression expression) => expression switch
    {
        NotExpression not => !Condition(not.Operand),
        BinaryExpression { Operator: BinaryOperator.And } both => Condition(both.Left) & Condition(both.Right),
        BinaryExpression { Operator: BinaryOperator.Or } either => Condition(either.Left) | Condition(either.Right),
        BinaryExpression { Operator: >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual } comparison =>
            Number(comparison.Left) is { } left && Number(comparison.Right) is { } right ? comparison.Operator.Compares(left, right) : null,
        _ => Number(expression) is { } number ? number != 0 : null,
    };

    /// <summary>The expression's value, as the generated code computes it: in 64 bits, wrapping around.</summary>
    public ulong? Number(Expression expression) => expression switch
    {
        NumberExpression number => number.Value,
        CodeExpression code => code.Value,
        IndexExpression => (ulong?)index,
        FieldExpression field => Field(field),
        BitExpression bit => Field(bit.Operand) is { } bits ? (bits >> bit.Bit) & 1 : null,
        BinaryExpression { Operator: >= BinaryOperator.Add } sum =>
            Number(sum.Left) is { } left && Number(sum.Right) is { } right ? sum.Operator.Computes(left, right) : null,
        _ => Condition(expression) is { } holds ? holds ? 1UL : 0 : null,
    };

    private ulong? Field(FieldExpression field)
    {
        var raw = field.Register is null ? own(field.Field) : registers.Find(field);
        return raw is { } bits ? (ulong)(bits & ulong.MaxValue) : null;
    }
}
