using System.Globalization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Linking;

/// <summary>An expression as the language writes it, for documentation.</summary>
public static class ExpressionProse
{
    /// <summary>The text, outermost parentheses left out.</summary>
    public static string Of(Expression expression) => expression switch
    {
        NumberExpression number => Number(number.Value),
        FieldExpression { Register: null } field => field.Field,
        FieldExpression field => field.Register + "." + field.Field,
        CodeExpression code => code.Code,
        IndexExpression => "index",
        NotExpression not => "not " + Operand(not.Operand, int.MaxValue),
        BitExpression bit => Of(bit.Operand) + "[" + bit.Bit.ToString(CultureInfo.InvariantCulture) + "]",
        BinaryExpression binary => $"{Operand(binary.Left, Strength(binary))} {Symbol(binary.Operator)} {Operand(binary.Right, Strength(binary) + 1)}",
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    // Small ones decimal, as people write them.
    private static string Number(ulong value) =>
        value < 1024 ? value.ToString(CultureInfo.InvariantCulture) : "0x" + value.ToString("X", CultureInfo.InvariantCulture);

    private static string Operand(Expression expression, int around) =>
        expression is BinaryExpression inner && Strength(inner) < around ? "(" + Of(expression) + ")" : Of(expression);

    private static int Strength(BinaryExpression expression) => expression.Operator switch
    {
        BinaryOperator.Or => 0,
        BinaryOperator.And => 1,
        BinaryOperator.Add or BinaryOperator.Subtract => 3,
        BinaryOperator.Multiply or BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight => 4,
        _ => 2,
    };

    /// <summary>The operator as the language writes it; all but <c>or</c> and <c>and</c> are those of C#.</summary>
    public static string Symbol(BinaryOperator op) => op switch
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
