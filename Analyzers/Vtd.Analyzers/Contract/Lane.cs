namespace Vtd.Analyzers.Contract;

/// <summary>Access of software to the bits of a property.</summary>
/// <param name="Name">The property.</param>
/// <param name="Reserved">Reserved bits.</param>
/// <param name="Stored">Bits that keep what is written.</param>
/// <param name="Unreadable">Bits that reads show as 0.</param>
/// <param name="ClearedByOne">Bits that writing 1 clears.</param>
/// <param name="SetByOne">Bits that writing 1 sets, or that are commands.</param>
public sealed record Lane(string Name, ulong Reserved, ulong Stored, ulong Unreadable, ulong ClearedByOne, ulong SetByOne)
{
    /// <summary>Bits that do something when they are written back as they were read.</summary>
    public ulong Acting => ClearedByOne | SetByOne;

    /// <summary>Bits that a write changes or that act.</summary>
    public ulong Writable => Stored | Acting;
}
