namespace Vtd.Traces;

/// <summary>The purpose of a memory access.</summary>
public enum MemoryKind
{
    /// <summary>Reads a root entry.</summary>
    RootEntry,

    /// <summary>Reads a context entry.</summary>
    ContextEntry,

    /// <summary>Reads a PASID directory entry.</summary>
    PasidDirectoryEntry,

    /// <summary>Reads a PASID table entry.</summary>
    PasidEntry,

    /// <summary>Reads a paging entry of the first or the second stage.</summary>
    PagingEntry,

    /// <summary>Writes accessed and dirty flags back to a paging entry.</summary>
    AccessedDirty,

    /// <summary>Reads an invalidation descriptor.</summary>
    InvalidationDescriptor,

    /// <summary>Writes the status of an invalidation wait descriptor.</summary>
    WaitStatus,

    /// <summary>Reads or writes an interrupt remapping table entry.</summary>
    InterruptEntry,

    /// <summary>Writes a page request descriptor.</summary>
    PageRequest,
}
