using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Where registers are.</summary>
public static class PlaceWords
{
    /// <summary>The place of a register, or of the elements of an array, and its aliases.</summary>
    public static string Of(LinkedRegister register) =>
        (register.Base is { } start ? $"{ExpressionProse.Of(start)} + {Bits.Hex(register.Offset)}" : Bits.Hex(register.Offset))
        + string.Concat(register.Dimensions.Select(static dimension => $", {ExpressionProse.Of(dimension.Count)} of them every {ExpressionProse.Of(dimension.Stride)} bytes{(dimension.Names.Count == 0 ? "" : $" ({string.Join(", ", dimension.Names)})")}"))
        + (register.Aliases.Count == 0 ? "" : "; " + Of(register.Aliases));

    /// <summary>Aliases, each with its distance from the register: <c>set at +0x4, clear at +0x8</c>.</summary>
    public static string Of(IEnumerable<LinkedAlias> aliases) =>
        string.Join(", ", aliases.Select(static alias => $"{Of(alias.Kind)} at {(alias.Distance < 0 ? "-" : "+")}{Bits.Hex(Math.Abs(alias.Distance))}"));

    /// <summary>The kind of an alias in the word of the language.</summary>
    public static string Of(AliasKind kind) => kind.ToString().ToLowerInvariant();
}
