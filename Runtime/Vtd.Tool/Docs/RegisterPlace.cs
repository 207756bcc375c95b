using Vtd.Spec.Model;

namespace Vtd.Tool.Docs;

/// <summary>Where a register is, for readers.</summary>
internal static class RegisterPlace
{
    public static Html Offset(LinkedRegister register, SpecPages pages)
    {
        if (register.Base is not { } start)
            return Html.Of($"<code>{OffsetText(register)}</code>");
        var text = pages.Expressions.Of(start, pages.Map[SubjectKind.Register, register.Mnemonic]);
        return register.Offset == 0 ? text : Html.Of($"{text} <code>+ {OffsetText(register)}</code>");
    }

    /// <summary>Bytes from the start of the block or from the base.</summary>
    public static string OffsetText(LinkedRegister register) => "0x" + register.Offset.ToString("X2", System.Globalization.CultureInfo.InvariantCulture);
}
