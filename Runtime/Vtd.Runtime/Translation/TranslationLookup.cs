using System.Numerics;
using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.HostDevices;

namespace Vtd.Runtime.Translation;

/// <summary>Finds translations in the caches, and puts them there with the tags that their context and PASID entries give.</summary>
internal sealed class TranslationLookup(
    VtdRegisterFile registers,
    StructureWalk walk,
    UnitCaches caches,
    HostDeviceSet hostDevices)
{
    /// <summary>Looks a page up in the caches. Needs no lock.</summary>
    public bool TryGet(ushort sourceId, uint? pasid, ulong address, out PageTranslation page)
    {
        page = default;
        if (!caches.Contexts.TryGet(sourceId, out var context))
            return false;
        PageTags tags;
        if (context.IsScalable)
        {
            if (pasid is not null && !walk.TakesPasids(context.Scalable))
                return false;
            var effective = pasid ?? walk.PasidOfUntagged(context.Scalable);
            if (!caches.Pasids.TryGet(sourceId, effective, out var entry))
                return false;
            tags = PageTags.Of(entry, effective);
        }
        else if (pasid is null)
        {
            tags = PageTags.Of(context.Legacy);
        }
        else
        {
            return false;
        }

        if (!caches.Translations.TryGet(tags.Kind, tags.Domain, tags.Pasid, address, out var cached))
            return false;
        page = new(address >> cached.Shift << cached.Shift, cached.Output, 1UL << cached.Shift, cached.Permissions);
        return true;
    }

    /// <summary>Caches a page, and the context and PASID entry of its device if they are not.</summary>
    [RequiresUnitLock]
    public bool RememberLocked(ushort sourceId, uint? pasid, in PageTranslation page)
    {
        var shift = BitOperations.TrailingZeroCount(page.Size);
        if (!BitOperations.IsPow2(page.Size) || !TranslationCache.HasSize(shift) || !registers.GSTS.TES)
            return false;
        if (!TryGetTagsLocked(sourceId, pasid, out var tags))
            return false;
        var cached = new CachedPage(page.Output >> shift << shift, (byte)shift, page.Permissions, tags.Kind);
        caches.Translations.InsertLocked(tags.Domain, tags.Pasid, page.Input, cached);
        return true;
    }

    [RequiresUnitLock]
    private bool TryGetTagsLocked(ushort sourceId, uint? pasid, out PageTags tags)
    {
        tags = default;
        if (!caches.Contexts.TryGet(sourceId, out var context))
        {
            if (walk.ReadContextLocked(sourceId, out context) != FaultReason.None)
                return false;
            caches.Contexts.InsertLocked(sourceId, context);
        }
        if (!context.IsScalable)
        {
            tags = PageTags.Of(context.Legacy);
            return pasid is null;
        }

        if (pasid is not null && !walk.TakesPasids(context.Scalable))
            return false;
        var effective = pasid ?? walk.PasidOfUntagged(context.Scalable);
        if (!caches.Pasids.TryGet(sourceId, effective, out var entry))
        {
            if (walk.ReadPasidEntryLocked(context.Scalable, effective, out entry) != FaultReason.None)
                return false;
            caches.Pasids.InsertLocked(sourceId, effective, entry);
            hostDevices.NoticeLocked(sourceId, context.Scalable, effective, entry);
        }
        tags = PageTags.Of(entry, effective);
        return true;
    }

    /// <summary>What a page in the IOTLB is tagged with.</summary>
    private readonly record struct PageTags(PageKind Kind, ushort Domain, uint Pasid)
    {
        public static PageTags Of(in LegacyContextEntry entry) =>
            new(entry.TT == TranslationType.PassThrough ? PageKind.PassThrough : PageKind.SecondStage, entry.DID, 0);

        public static PageTags Of(in PasidEntry entry, uint pasid) => new(
            entry.PGTT switch
            {
                PasidTranslationType.SecondStage => PageKind.SecondStage,
                PasidTranslationType.PassThrough => PageKind.PassThrough,
                _ => PageKind.FirstStage,
            },
            entry.DID,
            pasid);
    }
}
