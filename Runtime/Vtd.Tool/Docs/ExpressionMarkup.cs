using System.Globalization;
using Vtd.Spec.Model;

namespace Vtd.Tool.Docs;

/// <summary>An expression as the language writes it, its names linked to their pages.</summary>
internal sealed class ExpressionMarkup(SiteMap map)
{
    public Html Of(Expression expression) => Html.Of($"<code class=\"expression\">{Text(expression)}</code>");

    private Html Text(Expression expression) => expression switch
    {
        NumberExpression number => Html.Escaped(Numbers.Short(number.Value)),
        FieldExpression { Register: null } field => Html.Of($"<a href=\"#{Subject.FieldId(field.Field)}\">{field.Field}</a>"),
        FieldExpression field => map[SubjectKind.Register, field.Register!].LinkTo(field.Field),
        CodeExpression code => Html.Of($"<a href=\"{map[SubjectKind.Enum, code.Enum!].File}\">{code.Code}</a>"),
        IndexExpression => new Html("index"),
        NotExpression not => Html.Of($"not {Operand(not.Operand, int.MaxValue)}"),
        BitExpression bit => Html.Of($"{Text(bit.Operand)}[{bit.Bit.ToString(CultureInfo.InvariantCulture)}]"),
        BinaryExpression binary => Html.Of($"{Operand(binary.Left, Strength(binary))} {Symbol(binary.Operator)} {Operand(binary.Right, Strength(binary) + 1)}"),
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    private Html Operand(Expression expression, int around) =>
        expression is BinaryExpression inner && Strength(inner) < around ? Html.Of($"({Text(expression)})") : Text(expression);

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
