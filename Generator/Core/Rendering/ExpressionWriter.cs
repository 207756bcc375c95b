using Vtd.Codegen.Inputs;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>Writes an expression as C#: conditions as <c>bool</c>, numbers as <c>ulong</c>.</summary>
/// <param name="shapes">The fields that the expressions name.</param>
/// <param name="path">Where a field's register (or the declaration itself) is found, for instance <c>capabilities.CAP</c>.</param>
internal sealed class ExpressionWriter(IEnumerable<FieldShape> shapes, Func<FieldShape, string> path)
{
    private readonly Dictionary<(string?, string), FieldShape> _shapes =
        shapes.ToDictionary(static shape => (shape.Register, shape.Field));

    /// <summary>A writer of expressions over a value, and over capabilities that a method takes.</summary>
    /// <param name="shapes">The fields of the value, without a register, and those of given registers.</param>
    public static ExpressionWriter OfValue(IEnumerable<FieldShape> shapes) =>
        new(shapes, static shape => shape.Register is null ? "this" : "capabilities." + MemberNames.Of(shape.Register, ""));

    /// <summary>Whether the expression holds.</summary>
    public string Condition(Expression expression) => expression switch
    {
        NotExpression { Operand: FieldExpression field } when Shape(field).IsBool => "!" + Property(field),
        NotExpression not => "!(" + Condition(not.Operand) + ")",
        BinaryExpression { Operator: BinaryOperator.Or or BinaryOperator.And } logic => Logic(logic),
        BinaryExpression { Operator: >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual } comparison => Comparison(comparison),
        BitExpression bit => $"({Bit(bit)}) != 0",
        FieldExpression field when Shape(field).IsBool => Property(field),
        _ => Operand(expression) + " != 0",
    };

    /// <summary>The expression's value; true is 1.</summary>
    public string Number(Expression expression) => IsSum(expression) ? $"unchecked({Term(expression)})" : Term(expression);

    /// <summary>Whether the value depends on which element of a register array it is asked for.</summary>
    public bool IsOfElement(Expression? expression) =>
        ExpressionParts.Of(expression).Any(part => part is IndexExpression || (part is FieldExpression field && Shape(field).IsArray));

    private string Term(Expression expression) => expression switch
    {
        NumberExpression number => Constant(number.Value),
        CodeExpression code => code.Enum is null ? Constant(code.Value) : "(ulong)" + Code(code),
        FieldExpression field => Raw(field),
        IndexExpression => "(ulong)index",
        BitExpression bit => Bit(bit),
        BinaryExpression { Operator: BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight } shift =>
            $"{Part(shift.Left)} {shift.Operator.Symbol()} {Count(shift.Right)}",
        BinaryExpression { Operator: BinaryOperator.Minimum } least => $"global::System.Math.Min({Term(least.Left)}, {Term(least.Right)})",
        BinaryExpression { Operator: BinaryOperator.Maximum } most => $"global::System.Math.Max({Term(most.Left)}, {Term(most.Right)})",
        BinaryExpression { Operator: >= BinaryOperator.Add } sum =>
            $"{Part(sum.Left)} {sum.Operator.Symbol()} {Part(sum.Right)}",
        _ => $"({Condition(expression)} ? 1UL : 0UL)",
    };

    private string Logic(BinaryExpression logic)
    {
        var symbol = logic.Operator == BinaryOperator.Or ? "||" : "&&";
        return $"{LogicOperand(logic.Left, logic.Operator)} {symbol} {LogicOperand(logic.Right, logic.Operator)}";
    }

    /// <summary>Whether the expression holds, as an operand of <c>or</c> or <c>and</c>.</summary>
    public string LogicOperand(Expression operand, BinaryOperator around) =>
        operand is BinaryExpression { Operator: BinaryOperator.Or or BinaryOperator.And } inner && inner.Operator != around
            ? "(" + Condition(operand) + ")"
            : Condition(operand);

    private string Comparison(BinaryExpression comparison) => comparison switch
    {
        { Operator: BinaryOperator.Equal or BinaryOperator.NotEqual, Left: FieldExpression field, Right: NumberExpression { Value: <= 1 } bit }
            when Shape(field).IsBool => (comparison.Operator == BinaryOperator.Equal) == (bit.Value == 1) ? Property(field) : "!" + Property(field),
        _ => $"{Side(comparison.Left, comparison.Right)} {comparison.Operator.Symbol()} {Side(comparison.Right, comparison.Left)}",
    };

    /// <summary>A field beside a code of its own enum keeps its type: <c>RTADDR.TTM == TranslationTableMode.Scalable</c>.</summary>
    private string Side(Expression side, Expression other) => (side, other) switch
    {
        (FieldExpression field, CodeExpression code) when IsTyped(field, code) => Property(field),
        (CodeExpression code, FieldExpression field) when IsTyped(field, code) => Code(code),
        _ => Operand(side),
    };

    private bool IsTyped(FieldExpression field, CodeExpression code) => code.Enum is { } item && Shape(field).Enum == CSharpNames.Type(code.Spec, item);

    private static string Code(CodeExpression code) => CSharpNames.Type(code.Spec, code.Enum!) + "." + code.Member;

    private string Bit(BitExpression bit) => bit.Bit == 0
        ? $"{Raw(bit.Operand)} & 1"
        : $"({Raw(bit.Operand)} >> {CSharp.Decimal(bit.Bit)}) & 1";

    private string Raw(FieldExpression field)
    {
        var shape = Shape(field);
        return shape switch
        {
            { IsBool: true } => $"({Property(field)} ? 1UL : 0UL)",
            { Scale: > 1 } => $"({Property(field)} / {Constant(shape.Scale)})",
            _ => "(ulong)" + Property(field),
        };
    }

    private string Property(FieldExpression field)
    {
        var shape = Shape(field);
        var owner = path(shape);
        var property = MemberNames.Of(shape.Field, shape.Type);
        return owner.Length == 0 ? property : owner + "." + property;
    }

    private FieldShape Shape(FieldExpression field) => _shapes[(FieldShape.RegisterOf(field), field.Field)];

    private string Operand(Expression expression) =>
        expression is BinaryExpression { Operator: BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight } or BitExpression
            ? "(" + Number(expression) + ")"
            : Number(expression);

    private string Part(Expression expression) =>
        expression is BinaryExpression or BitExpression ? "(" + Term(expression) + ")" : Term(expression);

    // Sums wrap around, whatever the consumer's project says about overflow.
    private static bool IsSum(Expression expression) => expression is BinaryExpression { Operator: >= BinaryOperator.Add };

    private string Count(Expression expression) =>
        expression is NumberExpression { Value: < 64 } number ? CSharp.Decimal((long)number.Value) : $"(int)({Number(expression)} & 63)";

    private static string Constant(ulong value) => CSharp.Number(value) + "UL";
}
