namespace Vtd.Spec.Model;

/// <summary>Walks expressions.</summary>
public static class ExpressionParts
{
    /// <summary>Lists the fields that an expression names, in order, repetitions included.</summary>
    public static IEnumerable<FieldExpression> FieldsOf(Expression? expression) => Of(expression).OfType<FieldExpression>();

    /// <summary>Lists the numbers, names and indexes of an expression, in order.</summary>
    public static IEnumerable<Expression> Of(Expression? expression) => expression switch
    {
        null => [],
        BitExpression bit => [bit.Operand],
        NotExpression not => Of(not.Operand),
        BinaryExpression binary => Of(binary.Left).Concat(Of(binary.Right)),
        _ => [expression],
    };

    /// <summary>Joins conditions with <c>and</c>; null if there are none.</summary>
    public static Expression? All(IEnumerable<Expression?> conditions) => conditions.Aggregate(
        (Expression?)null, static (all, next) => all is null ? next : next is null ? all : new BinaryExpression(BinaryOperator.And, all, next, 0, 0));

    /// <summary>Bits of a number: <c>(number >> lsb) % (1 &lt;&lt; width)</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="lsb">The lowest bit.</param>
    /// <param name="width">The number of bits; 64 for all from there.</param>
    public static Expression BitsOf(Expression number, int lsb, int width)
    {
        var shifted = lsb == 0 ? number : new BinaryExpression(BinaryOperator.ShiftRight, number, new NumberExpression((ulong)lsb, 0, 0), 0, 0);
        return width >= 64 ? shifted : new BinaryExpression(BinaryOperator.Remainder, shifted, new NumberExpression(1UL << width, 0, 0), 0, 0);
    }

    /// <summary>Lists the conditions that an expression joins with <c>and</c>.</summary>
    public static IEnumerable<Expression> ConditionsOf(Expression? expression) => expression switch
    {
        null => [],
        BinaryExpression { Operator: BinaryOperator.And } both => ConditionsOf(both.Left).Concat(ConditionsOf(both.Right)),
        _ => [expression],
    };

    /// <summary>The expression with other names for fields of the thing itself.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="names">The new names by the old ones; names that are not in it stay.</param>
    public static Expression Renamed(Expression expression, IReadOnlyDictionary<string, string> names) => expression switch
    {
        FieldExpression { Register: null } field => names.TryGetValue(field.Field, out var name) ? field with { Field = name } : field,
        BitExpression bit => bit with { Operand = (FieldExpression)Renamed(bit.Operand, names) },
        NotExpression not => not with { Operand = Renamed(not.Operand, names) },
        BinaryExpression binary => binary with { Left = Renamed(binary.Left, names), Right = Renamed(binary.Right, names) },
        _ => expression,
    };
}
