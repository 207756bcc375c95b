using System.Globalization;

namespace Vtd.Spec.Model;

/// <summary>An expression as the language writes it, for documentation.</summary>
public static class ExpressionProse
{
    /// <summary>The text, outermost parentheses left out.</summary>
    public static string Of(Expression expression) => expression switch
    {
        NumberExpression number => Number(number.Value),
        FieldExpression { Register: null } field => field.Field,
        FieldExpression field => (field.Spec is { } spec ? spec.Name + "." : "") + field.Register + "." + field.Field,
        CodeExpression code => code.Code,
        IndexExpression => IndexExpression.Word,
        NotExpression not => "not " + Operand(not.Operand, int.MaxValue),
        BitExpression bit => Of(bit.Operand) + "[" + bit.Bit.ToString(CultureInfo.InvariantCulture) + "]",
        BinaryExpression binary when binary.Operator.IsFunction() => $"{binary.Operator.Symbol()}({Of(binary.Left)}, {Of(binary.Right)})",
        BinaryExpression binary => $"{Operand(binary.Left, binary.Operator.Strength())} {binary.Operator.Symbol()} {Operand(binary.Right, binary.Operator.Strength() + 1)}",
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    // Small ones decimal, as people write them.
    private static string Number(ulong value) =>
        value < 1024 ? value.ToString(CultureInfo.InvariantCulture) : "0x" + value.ToString("X", CultureInfo.InvariantCulture);

    private static string Operand(Expression expression, int around) =>
        expression is BinaryExpression inner && inner.Operator.Strength() < around ? "(" + Of(expression) + ")" : Of(expression);
}
