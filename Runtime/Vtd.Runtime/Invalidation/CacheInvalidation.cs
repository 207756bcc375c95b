using Vtd.Runtime.AddressSpaces;
using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Invalidation;

/// <summary>What the two ways to ask for an invalidation, registers and queue, both do (6.5).</summary>
internal sealed class CacheInvalidation(UnitCaches caches, HostDeviceSet hostDevices, ListenerSet listeners, WorkMeter meter)
{
    /// <summary>Drops context entries.</summary>
    [RequiresUnitLock]
    public void DropContextsLocked(ContextGranularity granularity, ushort domain, ushort sourceId, FunctionMask mask)
    {
        switch (granularity)
        {
            case ContextGranularity.Global:
                caches.Contexts.DropAllLocked();
                listeners.RefreshAllLocked();
                break;
            case ContextGranularity.Domain:
                caches.Contexts.DropDomainLocked(domain);
                listeners.EntriesChangedLocked();
                break;
            case ContextGranularity.Device:
                caches.Contexts.DropDeviceLocked(sourceId, mask);
                listeners.ContextsChangedLocked(sourceId, mask);
                break;
            default:
                // None and reserved codes drop nothing.
                return;
        }
        hostDevices.RefreshContextsLocked();
    }

    /// <summary>Drops translations. First-stage ones of a domain go with any of its pages, so hosts drop theirs as well.</summary>
    [RequiresUnitLock]
    public void DropTranslationsLocked(IotlbGranularity granularity, ushort domain, ulong address, int addressMask)
    {
        switch (granularity)
        {
            case IotlbGranularity.Global:
                caches.Translations.DropAllLocked();
                hostDevices.InvalidateLocked(domain: null);
                listeners.TranslationsChangedLocked();
                break;
            case IotlbGranularity.Domain:
                caches.Translations.DropDomainLocked(domain);
                hostDevices.InvalidateLocked(domain);
                listeners.TranslationsChangedLocked(domain, PageRange.Everything);
                break;
            case IotlbGranularity.Page:
                var range = PageRange.FromAddressMask(address, addressMask);
                meter.SpendLooks(caches.Translations.DropPagesLocked(domain, range));
                hostDevices.InvalidateLocked(domain);
                listeners.TranslationsChangedLocked(domain, range);
                break;
            default:
                // None and reserved codes drop nothing.
                break;
        }
    }
}
