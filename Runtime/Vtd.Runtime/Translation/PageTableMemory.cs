using System.Runtime.CompilerServices;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Translation;

/// <summary>Page-table entries in guest memory.</summary>
[GuardedByUnitLock]
internal sealed class PageTableMemory(UnitState state)
{
    private readonly UnitMemory _memory = state.Memory;
    private readonly bool _readsAllOnes = !new PageTableQuirks(state.Quirks).AllOnesUnreadable;

    /// <summary>The number of times a walk reads an entry again that another agent changed before its bits were set. A guest that never stops
    /// must not stop the unit.</summary>
    public const int MaxRaces = 8;

    /// <summary>The place of an entry.</summary>
    /// <param name="purpose">The stage.</param>
    /// <param name="address">Address of the entry.</param>
    /// <param name="level">Level of the entry, from 0.</param>
    [IndependentOfUnitLock]
    public static MemoryPlace PlaceOf(MemoryPurpose purpose, ulong address, int level) => new(purpose, address, sizeof(ulong)) { Level = level + 1 };

    /// <summary>Reads an entry.</summary>
    /// <param name="purpose">The stage.</param>
    /// <param name="address">Address of the entry.</param>
    /// <param name="level">Level of the entry, from 0.</param>
    /// <param name="entry">The entry.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call more for each level of a walk otherwise; and a place is made for observers alone
    public bool TryRead(MemoryPurpose purpose, ulong address, int level, out ulong entry) =>
        (_memory.Observer is null ? _memory.TryReadUnobserved(address, out entry) : TryReadObserved(purpose, address, level, out entry))
        && (entry != ulong.MaxValue || _readsAllOnes);

    [MethodImpl(MethodImplOptions.NoInlining)] // the place would be cleared on the way of all reads
    private bool TryReadObserved(MemoryPurpose purpose, ulong address, int level, out ulong entry) =>
        _memory.TryReadUInt64(PlaceOf(purpose, address, level), out entry);

    /// <summary>Sets bits of an entry in one step, unless it is not as it was read.</summary>
    public EntryUpdate SetBits(in MemoryPlace place, ulong entry, ulong bits)
    {
        if (!_memory.TryCompareExchange(place, entry, entry | bits, out var found))
            return EntryUpdate.Failed;
        return found == entry ? EntryUpdate.Done : EntryUpdate.Raced;
    }
}

/// <summary>The result of setting bits in an entry.</summary>
internal enum EntryUpdate
{
    /// <summary>The bits are set.</summary>
    Done,

    /// <summary>Another agent changed the entry first.</summary>
    Raced,

    /// <summary>The entry cannot be written.</summary>
    Failed,
}
