using System.Globalization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Export.Kaitai;

/// <summary>Conditions over fields of the declaration itself.</summary>
/// <param name="number">The number in a field of some name.</param>
internal sealed class KaitaiExpression(Func<string, string> number)
{
    /// <summary>Whether the format can express a condition: registers are not in memory.</summary>
    public static bool CanSay(Expression condition) => ExpressionParts.Of(condition).All(static part => part is NumberExpression or CodeExpression or FieldExpression { Register: null });

    /// <summary>A condition.</summary>
    public string Condition(Expression expression) => expression switch
    {
        NotExpression not => $"not ({Condition(not.Operand)})",
        BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } both => $"({Condition(both.Left)} {both.Operator.Symbol()} {Condition(both.Right)})",
        BinaryExpression { Operator: >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual } compared => $"({Number(compared.Left)} {compared.Operator.Symbol()} {Number(compared.Right)})",
        _ => $"({Number(expression)} != 0)",
    };

    private string Number(Expression expression) => expression switch
    {
        NumberExpression constant => constant.Value.ToString(CultureInfo.InvariantCulture),
        CodeExpression code => code.Value.ToString(CultureInfo.InvariantCulture),
        FieldExpression field => number(field.Field),
        BitExpression bit => $"(({number(bit.Operand.Field)} >> {bit.Bit.ToString(CultureInfo.InvariantCulture)}) & 1)",
        BinaryExpression { Operator: BinaryOperator.Minimum } least => $"({Number(least.Left)} < {Number(least.Right)} ? {Number(least.Left)} : {Number(least.Right)})",
        BinaryExpression { Operator: BinaryOperator.Maximum } most => $"({Number(most.Left)} > {Number(most.Right)} ? {Number(most.Left)} : {Number(most.Right)})",
        BinaryExpression sum => $"({Number(sum.Left)} {sum.Operator.Symbol()} {Number(sum.Right)})",
        _ => $"({Condition(expression)} ? 1 : 0)",
    };
}
