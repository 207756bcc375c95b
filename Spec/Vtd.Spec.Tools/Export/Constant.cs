using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Spec.Tools.Export;

/// <summary>Numbers of a spec that are computed, but from nothing that differs between implementations.</summary>
internal static class Constant
{
    private static readonly ExpressionValue s_value = new(new KnownRegisters());

    /// <summary>The number; null if it depends on registers, or if there is no expression.</summary>
    public static ulong? Of(Expression? expression) => expression is null ? null : s_value.Number(expression);

    /// <summary>Bytes from the start of the block to a register that has a fixed place; null if its place is computed.</summary>
    public static ulong? Offset(Spec.Model.LinkedRegister register) =>
        register.Base is null ? (ulong)register.Offset : Of(register.Base) + (ulong)register.Offset;
}
