using System.Globalization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>An expression as the language writes it, its names linked to their pages.</summary>
internal sealed class ExpressionMarkup(SiteMaps maps)
{
    /// <param name="expression">The expression.</param>
    /// <param name="owner">The owner of the expression: names without a register are its fields.</param>
    public Html Of(Expression expression, Subject owner) => Html.Of($"<code class=\"expression\">{Text(expression, owner)}</code>");

    private Html Text(Expression expression, Subject owner) => expression switch
    {
        NumberExpression number => Html.Escaped(Numbers.Short(number.Value)),
        FieldExpression { Register: null } field => Html.Of($"<a href=\"{owner.File}#{Subject.FieldId(field.Field)}\">{field.Field}</a>"),
        FieldExpression { Spec: { } spec } field => Html.Of($"{spec.Name}.{Link(field)}"),
        FieldExpression field => Link(field),
        CodeExpression code => Html.Of($"<a href=\"{maps[code.Spec][SubjectKind.Enum, code.Enum!].File}\">{code.Code}</a>"),
        IndexExpression => new Html(IndexExpression.Word),
        NotExpression not => Html.Of($"not {Operand(not.Operand, owner, int.MaxValue)}"),
        BitExpression bit => Html.Of($"{Text(bit.Operand, owner)}[{bit.Bit.ToString(CultureInfo.InvariantCulture)}]"),
        BinaryExpression binary when binary.Operator.IsFunction() => Html.Of($"{binary.Operator.Symbol()}({Text(binary.Left, owner)}, {Text(binary.Right, owner)})"),
        BinaryExpression binary => Html.Of($"{Operand(binary.Left, owner, binary.Operator.Strength())} {binary.Operator.Symbol()} {Operand(binary.Right, owner, binary.Operator.Strength() + 1)}"),
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    private Html Link(FieldExpression field) => maps[field.Spec][SubjectKind.Register, field.Register!].LinkTo(field.Field);

    private Html Operand(Expression expression, Subject owner, int around) =>
        expression is BinaryExpression inner && inner.Operator.Strength() < around ? Html.Of($"({Text(expression, owner)})") : Text(expression, owner);
}
