using Vtd.Spec.Model;

namespace Vtd.Analyzers.Contract;

/// <summary>Access of software to the bits of a lane.</summary>
/// <param name="Name">The member that holds the bits.</param>
/// <param name="Reserved">Reserved bits.</param>
/// <param name="Stored">Bits that keep what is written.</param>
/// <param name="Unreadable">Bits that reads show as 0.</param>
/// <param name="Acting">Bits of which one written value acts: they do something when they are written back as they were read.</param>
/// <param name="Writable">Bits that a write changes or that act.</param>
public sealed record Lane(string Name, ulong Reserved, ulong Stored, ulong Unreadable, ulong Acting, ulong Writable)
{
    /// <summary>The lane with the bits of one more field.</summary>
    public Lane With(Access access, ulong bits) => this with
    {
        Reserved = Reserved | (access.IsReserved() ? bits : 0),
        Stored = Stored | (access.IsStored() ? bits : 0),
        Unreadable = Unreadable | (access.IsUnreadable() ? bits : 0),
        Acting = Acting | (access.ActsByValue() ? bits : 0),
        Writable = Writable | (access.IsWritable() ? bits : 0),
    };
}
