using Vtd.Runtime.Caches;

namespace Vtd.Runtime.Tests.Caches;

/// <summary>Pages that are found by the tags of their owner.</summary>
internal static class OwnedPages
{
    /// <summary>Caches a page of the owner that the tags name.</summary>
    public static void Insert(this TranslationCache cache, PageTags tags, ulong address, in CachedPage page) => cache.Insert(tags, tags, address, page);
}
