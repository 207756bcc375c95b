using Vtd.Architecture;
using Vtd.Runtime.Caches;

namespace Vtd.Runtime.Translation;

/// <summary>Finds translations in the caches alone.</summary>
internal sealed class TranslationLookup(RequesterLookup requesters, UnitCaches caches)
{
    /// <summary>Looks a page up. Needs no lock.</summary>
    public bool TryGet(SourceId sourceId, uint? pasid, ulong address, out PageTranslation page)
    {
        page = default;
        var requester = new Requester(new(sourceId) { Pasid = pasid }, IsExecute: false, AddressType.Untranslated);
        if (caches.Contexts.Find(sourceId) is not { } context
            || !requesters.TryGet(requester, context.Value.IsScalable, out var rules)
            || rules.PassesThrough
            || !caches.Translations.TryGet(rules.Tags, address, out var cached)
            || !rules.IsLive)
        {
            return false;
        }
        page = new(address >> cached.Shift << cached.Shift, cached.Output, 1UL << cached.Shift, cached.Rights.User);
        return true;
    }
}
