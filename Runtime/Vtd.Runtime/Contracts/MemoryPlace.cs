namespace Vtd.Runtime;

/// <summary>A place in guest memory that a unit accesses, and the purpose of the access.</summary>
/// <param name="Purpose">The kind of structure at the place.</param>
/// <param name="Address">Guest-physical address of the first byte.</param>
/// <param name="EntrySize">Bytes of one structure. One access can read several.</param>
public readonly record struct MemoryPlace(MemoryPurpose Purpose, ulong Address, int EntrySize)
{
    /// <summary>Level of a page-table entry, 1 to 5, the lowest first; 0 for other structures.</summary>
    public int Level { get; init; }
}

/// <summary>A compare-and-exchange of eight bytes of guest memory.</summary>
/// <param name="Expected">The value at which the bytes are exchanged.</param>
/// <param name="Value">The new value.</param>
/// <param name="Found">The value found.</param>
public readonly record struct MemoryExchange(ulong Expected, ulong Value, ulong Found)
{
    /// <summary>Whether the bytes were exchanged.</summary>
    public bool IsDone => Found == Expected;
}

/// <summary>The structures in guest memory that a unit reads and writes.</summary>
public enum MemoryPurpose
{
    /// <summary>A root entry (9.1, 9.2).</summary>
    RootEntry,

    /// <summary>A context entry (9.3, 9.4).</summary>
    ContextEntry,

    /// <summary>A PASID-directory entry (9.5).</summary>
    PasidDirectoryEntry,

    /// <summary>A PASID-table entry (9.6).</summary>
    PasidEntry,

    /// <summary>A first-stage page-table entry (9.7).</summary>
    FirstStageEntry,

    /// <summary>A second-stage page-table entry (9.8).</summary>
    SecondStageEntry,

    /// <summary>A descriptor of the invalidation queue (6.5.2).</summary>
    InvalidationDescriptor,

    /// <summary>The status of an invalidation wait descriptor (6.5.2.8).</summary>
    WaitStatus,

    /// <summary>A descriptor of the page request queue (7.4).</summary>
    PageRequestDescriptor,

    /// <summary>An entry of the interrupt remapping table (9.10, 9.11).</summary>
    InterruptEntry,

    /// <summary>A posted-interrupt descriptor, or a part of one (9.12).</summary>
    PostedInterruptDescriptor,
}
