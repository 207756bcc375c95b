using System.Numerics;
using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Links values after reset that are computed from given registers.</summary>
internal sealed class ResetLinker(ExpressionLinker expressions, Findings findings)
{
    private static readonly NumberExpression s_zero = new(0, 0, 0);

    /// <summary>The computed values of fields by name, as numbers where they are fixed after all. Those of other fields are left out.</summary>
    /// <param name="register">The register.</param>
    /// <param name="scope">The fields that the values may use.</param>
    /// <param name="fields">The fields of the register, by name.</param>
    public Dictionary<string, Expression> Link(RegisterDeclaration register, ExpressionLinker.Scope scope, EquatableArray<FieldSymbol> fields)
    {
        var result = new Dictionary<string, Expression>(StringComparer.Ordinal);
        var whole = register.Reset?.Computed is { } text && expressions.Number(text, scope, fields) is var (number, range) && IsPossible(register, text, range) ? (number, range) : default;
        foreach (var field in register.Fields)
        {
            if (field.ComputedReset is { } own)
            {
                if (expressions.Number(own, scope, fields) is var (value, values) && Fits(own, values, field.Bits!.Width, field.Name.Value))
                    result[field.Name.Value] = Folded(value, values);
            }
            else if (whole.number is not null && field.Reset is null)
            {
                result[field.Name.Value] = PartOf(whole.number, whole.range, field.Bits!);
            }
        }

        return result;
    }

    private bool IsPossible(RegisterDeclaration register, ExpressionText text, NumberRange range)
    {
        if (!Fits(text, range, (int)register.Width!.Value.Value, register.Name.Value))
            return false;
        if (register.Reserved.SelectMany(static item => item.Bits.Ranges).Where(bits => IsReached(range, bits.Value)).Select(static bits => bits.Value.ToString()).FirstOrDefault() is { } reserved)
            return Report(RegisterRules.ResetOfReservedBits, text, $"The reset value is up to {range.Most} and can set reserved bits ({reserved}). Give the fields values of their own.");
        var command = register.Fields.FirstOrDefault(field => field.ResetSpan is null && RegisterChecks.AccessOf(register, field) is { OnWrite: WriteEffect.Command }
            && field.Bits!.Ranges.Any(bits => IsReached(range, bits.Value)));
        return command is null || Report(RegisterRules.ResetOfCommand, text, $"The reset value is up to {range.Most} and can set {command.Name.Value}, a command bit that always reads 0. Give the fields values of their own.");
    }

    private bool Fits(ExpressionText text, NumberRange range, int width, string owner)
    {
        if (range.Least < 0)
            return Report(BitRules.DoesNotFit, text, "The reset value can be below 0. Keep it at 0 or above, for instance with max(A, B) - B instead of A - B.");
        return width >= 64 || range.Most <= FieldChecks.Largest(width)
            || Report(BitRules.DoesNotFit, text, $"The reset value is up to {range.Most}, which does not fit in the {FieldChecks.Bits(width)} of {owner}; the maximum is {FieldChecks.Largest(width)}. Limit it, for instance with min(A, {FieldChecks.Largest(width)}).");
    }

    private bool Report(Rule rule, ExpressionText text, string message)
    {
        findings.Report(rule, text.Content, message);
        return false;
    }

    private static bool IsReached(NumberRange range, BitRange bits) => range.Most >> bits.Lsb > 0;

    /// <summary>The bits of a field in the value of its register.</summary>
    private static Expression PartOf(Expression number, NumberRange range, BitsDeclaration bits)
    {
        Expression? sum = null;
        var shift = bits.Width;
        foreach (var piece in bits.Ranges.Select(static piece => piece.Value))
        {
            shift -= piece.Width;
            if (!IsReached(range, piece))
                continue;
            var isRest = range.Most >> piece.Lsb >> piece.Width == BigInteger.Zero;
            var part = ExpressionParts.BitsOf(number, piece.Lsb, isRest ? 64 : piece.Width);
            part = shift == 0 ? part : new BinaryExpression(BinaryOperator.ShiftLeft, part, new NumberExpression((ulong)shift, 0, 0), 0, 0);
            sum = sum is null ? part : new BinaryExpression(BinaryOperator.Add, sum, part, 0, 0);
        }

        return sum ?? s_zero;
    }

    private static Expression Folded(Expression value, NumberRange range) => range.Least == range.Most ? new NumberExpression((ulong)range.Most, 0, 0) : value;
}
