namespace Vtd.Runtime.Caches;

/// <summary>A page in the IOTLB.</summary>
/// <param name="Output">Address of its first byte after translation.</param>
/// <param name="Shift">Logarithm of its size in bytes.</param>
/// <param name="Rights">The rights of requests to the page, by all levels together, without another walk.</param>
internal readonly record struct CachedPage(ulong Output, byte Shift, PageRights Rights)
{
    /// <summary>Logarithm of the size of the first-stage page that it is a part of, if that is larger: what names any byte of
    /// that page drops all its parts.</summary>
    public byte Span { get; init; }
}
