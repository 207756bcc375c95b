namespace Vtd.Spec.Model;

/// <summary>The effect of a write at an alias of a register on the bits that are 1 in the written value. Other bits are not written.</summary>
public enum AliasKind
{
    /// <summary>Writes 1 to them.</summary>
    Set,

    /// <summary>Writes 0 to them.</summary>
    Clear,

    /// <summary>Writes the opposite of the stored bit to them.</summary>
    Toggle,
}

/// <summary>Another place of a register, at which writes change single bits and reads give the register.</summary>
/// <param name="Kind">The effect of writes.</param>
/// <param name="Distance">Bytes from the register to it; from each element of an array to its own.</param>
public sealed record LinkedAlias(AliasKind Kind, int Distance);
