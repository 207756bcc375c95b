using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Where registers are.</summary>
public static class PlaceWords
{
    /// <summary>The place of a register, or of the elements of an array.</summary>
    public static string Of(LinkedRegister register) =>
        (register.Base is { } start ? $"{ExpressionProse.Of(start)} + {Bits.Hex(register.Offset)}" : Bits.Hex(register.Offset))
        + string.Concat(register.Dimensions.Select(static dimension => $", {ExpressionProse.Of(dimension.Count)} of them every {ExpressionProse.Of(dimension.Stride)} bytes"));
}
