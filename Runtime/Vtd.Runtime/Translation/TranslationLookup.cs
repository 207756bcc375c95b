using System.Numerics;
using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Registers;

namespace Vtd.Runtime.Translation;

/// <summary>Finds translations in the caches, and puts them there with the tags that their context and PASID entries give.</summary>
internal sealed class TranslationLookup(
    VtdRegisterFile registers,
    LatchedPointers pointers,
    RequesterLookup requesters,
    UnitCaches caches)
{
    /// <summary>Looks a page up in the caches. Needs no lock.</summary>
    public bool TryGet(ushort sourceId, uint? pasid, ulong address, out PageTranslation page)
    {
        page = default;
        var requester = new Requester(sourceId, pasid, IsPrivileged: false, IsExecute: false, AddressType.Untranslated);
        if (!caches.Contexts.TryGet(sourceId, out var context)
            || !requesters.TryGet(requester, context.IsScalable, out var entries)
            || !PageTags.Of(entries).TryFind(caches.Translations, address, out var cached))
        {
            return false;
        }
        page = new(address >> cached.Shift << cached.Shift, cached.Output, 1UL << cached.Shift, cached.Rights.User);
        return true;
    }

    /// <summary>Caches a page, and the context and PASID entry of its device if they are not.</summary>
    [RequiresUnitLock]
    public bool RememberLocked(ushort sourceId, uint? pasid, in PageTranslation page)
    {
        var shift = BitOperations.TrailingZeroCount(page.Size);
        if (!BitOperations.IsPow2(page.Size) || !TranslationCache.HasSize(shift) || !registers.GSTS.TES)
            return false;
        var requester = new Requester(sourceId, pasid, IsPrivileged: false, IsExecute: false, AddressType.Untranslated);
        if (requesters.FindLocked(requester, pointers.IsScalable, out var entries, out _) != FaultReason.None)
            return false;
        var tags = PageTags.Of(entries);
        var cached = new CachedPage(page.Output >> shift << shift, (byte)shift, new(page.Permissions), tags.Kind);
        caches.Translations.InsertLocked(tags.Domain, tags.Pasid, page.Input, cached);
        return true;
    }
}
