using Vtd.Spec.Model;

namespace Vtd.Codegen.Pipeline;

/// <summary>What an expression is made of.</summary>
internal static class Expressions
{
    /// <summary>Every field that the expression names, in order, repetitions included.</summary>
    public static IEnumerable<FieldExpression> FieldsOf(Expression? expression) => expression switch
    {
        FieldExpression field => [field],
        BitExpression bit => [bit.Operand],
        NotExpression not => FieldsOf(not.Operand),
        BinaryExpression binary => FieldsOf(binary.Left).Concat(FieldsOf(binary.Right)),
        _ => [],
    };
}
