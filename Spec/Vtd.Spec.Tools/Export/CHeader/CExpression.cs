using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Export.CHeader;

/// <summary>Computed numbers as macros over the values of given registers: in 64 bits, wrapping around, as the generated code computes them.</summary>
/// <param name="spec">The spec that they are from.</param>
/// <param name="prefix">The prefix of its macros.</param>
internal sealed class CExpression(LinkedSpec spec, string prefix)
{
    /// <summary>The registers whose values the number is computed from, as parameters.</summary>
    public IReadOnlyList<string> Parameters(params IEnumerable<Expression?> expressions) =>
        [.. expressions.SelectMany(Fields).Select(field => Parameter(field)).Distinct(StringComparer.Ordinal)];

    /// <summary>The number, in parentheses where it needs them.</summary>
    public string Of(Expression expression) => expression switch
    {
        _ when Constant.Of(expression) is { } value => CNumber.Long(value),
        FieldExpression field => Field(field),
        BitExpression { Bit: 0 } bit => $"({Field(bit.Operand)} & 1ULL)",
        BitExpression bit => $"(({Field(bit.Operand)} >> {CNumber.Of(bit.Bit)}) & 1ULL)",
        BinaryExpression { Operator: BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight } shift =>
            $"({Of(shift.Left)} {shift.Operator.Symbol()} ({Of(shift.Right)} & 0x3FULL))",
        BinaryExpression { Operator: BinaryOperator.Minimum } least => $"({Of(least.Left)} < {Of(least.Right)} ? {Of(least.Left)} : {Of(least.Right)})",
        BinaryExpression { Operator: BinaryOperator.Maximum } most => $"({Of(most.Left)} > {Of(most.Right)} ? {Of(most.Left)} : {Of(most.Right)})",
        BinaryExpression sum => $"({Of(sum.Left)} {sum.Operator.Symbol()} {Of(sum.Right)})",
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    private static IEnumerable<FieldExpression> Fields(Expression? expression) => expression switch
    {
        FieldExpression field => [field],
        BitExpression bit => [bit.Operand],
        BinaryExpression both => [.. Fields(both.Left), .. Fields(both.Right)],
        _ => [],
    };

    private string Field(FieldExpression expression)
    {
        var register = Register(expression);
        var holder = Holder.OfRegister(register.Width);
        var macros = expression.Spec is { } imported ? CName.OfPascal(imported.Name) : prefix;
        var field = FieldMacros.Of($"{macros}_{CName.OfMnemonic(register.Mnemonic)}", holder, register.Fields.First(one => one.Name == expression.Field));
        var parts = field.Parts.Select((part, i) =>
        {
            var word = holder.HasWords ? $"({Parameter(expression)})[{CNumber.Of(part.Word)}]" : $"(unsigned long long)({Parameter(expression)})";
            var bits = $"(({word} & {field.Mask(i)}) >> {field.Shift(i)})";
            return part.ValueShift == 0 ? bits : $"({bits} << {CNumber.Of(part.ValueShift)})";
        }).ToList();
        return parts is [var only] ? only : $"({string.Join(" | ", parts)})";
    }

    // Small letters make it a name that no macro of the header has, and the end one that no word of C is.
    private string Parameter(FieldExpression field) =>
        (field.Spec is { } imported ? imported.Name + "_" : "") + field.Register + (Holder.OfRegister(Register(field).Width).HasWords ? "_words" : "_value");

    private LinkedRegister Register(FieldExpression field) => spec.Referred(field.Spec).Registers.First(register => register.Mnemonic == field.Register);
}
