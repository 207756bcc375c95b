using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;

namespace Vtd.Runtime.Translation;

/// <summary>What a page in the IOTLB is tagged with.</summary>
internal readonly record struct PageTags(PageKind Kind, ushort Domain, uint Pasid)
{
    /// <summary>The tags that a requester's entries give.</summary>
    public static PageTags Of(in RequesterEntries entries)
    {
        if (!entries.Context.IsScalable)
        {
            var legacy = entries.Context.Legacy;
            return new(legacy.TT == TranslationType.PassThrough ? PageKind.PassThrough : PageKind.SecondStage, legacy.DID, 0);
        }
        var kind = entries.Entry.PGTT switch
        {
            PasidTranslationType.SecondStage => PageKind.SecondStage,
            PasidTranslationType.PassThrough => PageKind.PassThrough,
            _ => PageKind.FirstStage,
        };
        return new(kind, entries.Entry.DID, entries.Pasid);
    }

    /// <summary>The page of an address that has these tags, if it is cached. Needs no lock.</summary>
    public bool TryFind(TranslationCache cache, ulong address, out CachedPage page) =>
        cache.TryGet(Kind, Domain, Pasid, address, out page);
}
