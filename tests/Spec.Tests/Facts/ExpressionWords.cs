using Vtd.Spec.Model;

namespace Vtd.Spec.Tests.Facts;

/// <summary>Expressions as text that can be compared: alternatives in order, one spelling for each operator.</summary>
internal static class ExpressionWords
{
    /// <summary>Conditions that must all hold, in order of the alphabet.</summary>
    public static string All(params Expression?[] conditions) =>
        All(conditions.OfType<Expression>().SelectMany(Parts).Select(part => Of(part)));

    /// <inheritdoc cref="All(Expression?[])"/>
    public static string All(IEnumerable<string> conditions) => string.Join(" and ", conditions.Distinct().Order(StringComparer.Ordinal));

    public static string Of(Expression? expression, bool isOperand = false) => expression switch
    {
        null => "",
        NumberExpression number => $"{number.Value}",
        IndexExpression => "index",
        FieldExpression field => field.Register is null ? field.Field : $"{field.Register}.{field.Field}",
        BitExpression bit => $"{Of(bit.Operand)}[{bit.Bit}]",
        CodeExpression code => code.Code,
        NotExpression not => $"not {Of(not.Operand, isOperand: true)}",
        BinaryExpression binary when isOperand => $"({Of(binary)})",
        BinaryExpression binary => $"{Of(binary.Left, true)} {binary.Operator.Symbol()} {Of(binary.Right, true)}",
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private static IEnumerable<Expression> Parts(Expression condition) =>
        condition is BinaryExpression { Operator: BinaryOperator.And } both ? Parts(both.Left).Concat(Parts(both.Right)) : [condition];
}
