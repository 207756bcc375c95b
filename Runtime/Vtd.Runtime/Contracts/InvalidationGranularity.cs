namespace Vtd.Runtime;

/// <summary>The ways in which an invalidation selects entries (6.5).</summary>
public enum InvalidationGranularity
{
    /// <summary>Every entry.</summary>
    Global,

    /// <summary>Entries of a domain.</summary>
    Domain,

    /// <summary>Entries of a device.</summary>
    Device,

    /// <summary>Entries of a PASID.</summary>
    Pasid,

    /// <summary>Entries of a range of pages.</summary>
    Page,

    /// <summary>Entries of a range of indexes.</summary>
    Index,
}
