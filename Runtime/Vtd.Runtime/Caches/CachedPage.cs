namespace Vtd.Runtime.Caches;

/// <summary>What the IOTLB knows of a page.</summary>
/// <param name="Output">Address of its first byte after translation.</param>
/// <param name="Shift">Logarithm of its size in bytes.</param>
/// <param name="Permissions">What requests may do to it, all levels together.</param>
/// <param name="Kind">How it was translated.</param>
internal readonly record struct CachedPage(ulong Output, byte Shift, PagePermissions Permissions, PageKind Kind);

/// <summary>How a page was translated, as far as invalidations tell apart.</summary>
internal enum PageKind : byte
{
    /// <summary>By second-stage tables: tagged with the domain.</summary>
    SecondStage,

    /// <summary>By first-stage tables, nested on second-stage ones or not: tagged with domain and PASID.</summary>
    FirstStage,

    /// <summary>Not at all: tagged with domain and PASID.</summary>
    PassThrough,
}
