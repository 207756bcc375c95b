using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>An expression as the language writes it, for documentation.</summary>
internal static class ExpressionProse
{
    /// <summary>The text, outermost parentheses left out.</summary>
    public static string Of(Expression expression) => expression switch
    {
        NumberExpression number => CSharp.Number(number.Value),
        FieldExpression { Register: null } field => field.Field,
        FieldExpression field => field.Register + "." + field.Field,
        CodeExpression code => code.Code,
        NotExpression not => "not " + Operand(not.Operand),
        BitExpression bit => Of(bit.Operand) + "[" + CSharp.Decimal(bit.Bit) + "]",
        BinaryExpression binary => Operand(binary.Left) + " " + Symbol(binary.Operator) + " " + Operand(binary.Right),
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    private static string Operand(Expression expression) =>
        expression is BinaryExpression ? "(" + Of(expression) + ")" : Of(expression);

    private static string Symbol(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => "or",
        BinaryOperator.And => "and",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.ShiftLeft => "<<",
        _ => ">>",
    };
}
