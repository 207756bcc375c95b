using System.Globalization;
using Vtd.Spec.Model;

namespace Vtd.Tool.Docs;

/// <summary>An expression as the language writes it, its names linked to their pages.</summary>
internal sealed class ExpressionMarkup(SiteMap map)
{
    /// <param name="expression">The expression.</param>
    /// <param name="owner">Whose it is: names without a register are fields of it.</param>
    public Html Of(Expression expression, Subject owner) => Html.Of($"<code class=\"expression\">{Text(expression, owner)}</code>");

    private Html Text(Expression expression, Subject owner) => expression switch
    {
        NumberExpression number => Html.Escaped(Numbers.Short(number.Value)),
        FieldExpression { Register: null } field => Html.Of($"<a href=\"{owner.File}#{Subject.FieldId(field.Field)}\">{field.Field}</a>"),
        FieldExpression field => map[SubjectKind.Register, field.Register!].LinkTo(field.Field),
        CodeExpression code => Html.Of($"<a href=\"{map[SubjectKind.Enum, code.Enum!].File}\">{code.Code}</a>"),
        IndexExpression => new Html("index"),
        NotExpression not => Html.Of($"not {Operand(not.Operand, owner, int.MaxValue)}"),
        BitExpression bit => Html.Of($"{Text(bit.Operand, owner)}[{bit.Bit.ToString(CultureInfo.InvariantCulture)}]"),
        BinaryExpression binary => Html.Of($"{Operand(binary.Left, owner, Strength(binary))} {Symbol(binary.Operator)} {Operand(binary.Right, owner, Strength(binary) + 1)}"),
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    private Html Operand(Expression expression, Subject owner, int around) =>
        expression is BinaryExpression inner && Strength(inner) < around ? Html.Of($"({Text(expression, owner)})") : Text(expression, owner);

    private static int Strength(BinaryExpression expression) => expression.Operator switch
    {
        BinaryOperator.Or => 0,
        BinaryOperator.And => 1,
        BinaryOperator.Add or BinaryOperator.Subtract => 3,
        BinaryOperator.Multiply or BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight => 4,
        _ => 2,
    };

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
        BinaryOperator.ShiftRight => ">>",
        _ => throw new NotSupportedException(op.ToString()),
    };
}
