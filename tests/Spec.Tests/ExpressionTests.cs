using Vtd.Spec.Model;
using Vtd.Spec.Reading;

namespace Vtd.Spec.Tests;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("A or B and not C == 1", "(A or (B and (not (C == 1))))")]
    [InlineData("A + B * 2 - C << 3", "((A + (B * 2)) - (C << 3))")]
    [InlineData("CAP.A[3] and (A or B)", "(CAP.A[3] and (A or B))")]
    [InlineData("not not A", "(not (not A))")]
    [InlineData("0x10 >= A + 0b1_1", "(16 >= (A + 3))")]
    [InlineData("A>=1 and B!=2", "((A >= 1) and (B != 2))")]
    [InlineData("ORD and ANDY", "(ORD and ANDY)")]
    [InlineData("A / B * 2 % C + 1", "((((A / B) * 2) % C) + 1)")]
    [InlineData("min(A, max(B + 1,C)) / 2 == min", "((min(A, max((B + 1), C)) / 2) == min)")]
    public void OperatorsBindAsDocumented(string text, string expected) => Assert.Equal(expected, Show(Read(text)));

    [Fact]
    public void EveryPartKnowsItsPlace()
    {
        const string Text = "CAP.A[3]  and ( B == 12 )";
        var root = (BinaryExpression)Read(Text);
        Assert.Equal(Text, Cut(root));
        Assert.Equal("CAP.A[3]", Cut(root.Left));
        Assert.Equal("( B == 12 )", Cut(root.Right));
        Assert.Equal("12", Cut(((BinaryExpression)root.Right).Right));

        static string Cut(Expression part) => Text.Substring(part.Start, part.Length);
    }

    private static Expression Read(string text)
    {
        var file = SpecReader.Read("a", $"spec: Test\nentries:\n  thing:\n    size: 64\n    fields: {{ A: {{ bits: \"63:0\", when: \"{text}\" }} }}").File;
        return file.Entries[0].Fields[0].When!.Root;
    }

    private static string Show(Expression expression) => expression switch
    {
        NumberExpression number => $"{number.Value}",
        FieldExpression { Register: null } field => field.Field,
        FieldExpression field => $"{field.Register}.{field.Field}",
        BitExpression bit => $"{Show(bit.Operand)}[{bit.Bit}]",
        NotExpression not => $"(not {Show(not.Operand)})",
        BinaryExpression both when both.Operator.IsFunction() => $"{both.Operator.Symbol()}({Show(both.Left)}, {Show(both.Right)})",
        BinaryExpression both => $"({Show(both.Left)} {both.Operator.Symbol()} {Show(both.Right)})",
        _ => throw new InvalidOperationException(),
    };
}
