using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>Where a register is, for readers.</summary>
internal static class RegisterPlace
{
    public static Html Offset(LinkedRegister register, DocContext context)
    {
        if (register.Base is not { } start)
            return Html.Of($"<code>{OffsetText(register)}</code>");
        var text = context.Expressions.Of(start, context.Map[SubjectKind.Register, register.Mnemonic]);
        return register.Offset == 0 ? text : Html.Of($"{text} <code>+ {OffsetText(register)}</code>");
    }

    /// <summary>The number of elements in each dimension; null for a single register.</summary>
    public static Html? Elements(LinkedRegister register, DocContext context)
    {
        var subject = context.Map[SubjectKind.Register, register.Mnemonic];
        return register.IsArray ? Html.Join(" × ", register.Dimensions.Select(dimension => context.Expressions.Of(dimension.Count, subject))) : null;
    }

    /// <summary>Bytes from the start of the block or from the base.</summary>
    public static string OffsetText(LinkedRegister register) => "0x" + register.Offset.ToString("X2", System.Globalization.CultureInfo.InvariantCulture);
}
