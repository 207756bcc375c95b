using Vtd.Spec.Model;

namespace Vtd.Codegen.Pipeline;

/// <summary>What an expression is made of.</summary>
internal static class Expressions
{
    /// <summary>Every field that the expression names, in order, repetitions included.</summary>
    public static IEnumerable<FieldExpression> FieldsOf(Expression? expression) => PartsOf(expression).OfType<FieldExpression>();

    /// <summary>Every number, name and index, in order.</summary>
    public static IEnumerable<Expression> PartsOf(Expression? expression) => expression switch
    {
        null => [],
        BitExpression bit => [bit.Operand],
        NotExpression not => PartsOf(not.Operand),
        BinaryExpression binary => PartsOf(binary.Left).Concat(PartsOf(binary.Right)),
        _ => [expression],
    };

    /// <summary>The conditions that the expression joins with <c>and</c>.</summary>
    public static IEnumerable<Expression> ConditionsOf(Expression? expression) => expression switch
    {
        null => [],
        BinaryExpression { Operator: BinaryOperator.And } both => ConditionsOf(both.Left).Concat(ConditionsOf(both.Right)),
        _ => [expression],
    };
}
