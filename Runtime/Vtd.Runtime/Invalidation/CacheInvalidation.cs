using Vtd.Architecture;
using Vtd.Runtime.AddressSpaces;
using Vtd.Runtime.Caches;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.InterruptRemapping;
using Vtd.Runtime.Quirks;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Invalidation;

/// <summary>Invalidates what the unit, host devices and listeners keep of tables, however software asked for it (6.5).</summary>
[GuardedByUnitLock]
internal sealed class CacheInvalidation(
    UnitState state,
    UnitCaches caches,
    HostDeviceSet hostDevices,
    ListenerSet listeners,
    InterruptListenerSet interruptListeners)
{
    private readonly DescriptorQuirks _quirks = new(state.Quirks);
    /// <summary>Drops context entries.</summary>
    public void DropContexts(ContextGranularity granularity, ushort domain, ushort sourceId, FunctionMask mask)
    {
        switch (granularity)
        {
            case ContextGranularity.Global:
                caches.Contexts.DropAll();
                listeners.RefreshAll();
                break;
            case ContextGranularity.Domain:
                caches.Contexts.DropDomain(domain);
                listeners.EntriesChanged();
                break;
            case ContextGranularity.Device:
                caches.Contexts.DropDevice(sourceId, mask);
                listeners.ContextsChanged(sourceId, mask);
                break;
            default:
                // None and reserved codes drop nothing.
                return;
        }
        hostDevices.RefreshContexts();
    }

    /// <summary>Drops PASID entries.</summary>
    public void DropPasidEntries(PasidCacheGranularity granularity, ushort domain, uint pasid)
    {
        switch (granularity)
        {
            case PasidCacheGranularity.Global:
                caches.Pasids.DropAll();
                hostDevices.RefreshAll();
                listeners.EntriesChanged();
                break;
            case PasidCacheGranularity.Domain:
                caches.Pasids.DropDomain(domain);
                hostDevices.RefreshDomain(domain);
                listeners.PasidsChanged(domain);
                break;
            case PasidCacheGranularity.Pasid:
                caches.Pasids.DropPasid(domain, pasid);
                hostDevices.RefreshPasid(domain, pasid);
                listeners.PasidsChanged(domain, pasid);
                break;
            default:
                // The dispatcher refuses reserved codes.
                break;
        }
    }

    /// <summary>Drops translations. First-stage ones of a domain go with any of its pages, so hosts drop theirs as well.</summary>
    public void DropTranslations(IotlbGranularity granularity, ushort domain, ulong address, int addressMask)
    {
        switch (granularity)
        {
            case IotlbGranularity.Global:
                caches.Translations.DropAll();
                hostDevices.Invalidate(domain: null);
                listeners.TranslationsChanged();
                break;
            case IotlbGranularity.Domain:
                caches.Translations.DropDomain(domain);
                hostDevices.Invalidate(domain);
                listeners.TranslationsChanged(domain, PageRange.Everything);
                break;
            case IotlbGranularity.Page:
                var range = PageRange.FromAddressMask(address, addressMask);
                state.Meter.SpendLooks(caches.Translations.DropPages(domain, range));
                hostDevices.Invalidate(domain);
                listeners.TranslationsChanged(domain, range);
                break;
            default:
                // None and reserved codes drop nothing.
                break;
        }
    }

    /// <summary>Drops first-stage and nested translations of a PASID.</summary>
    public void DropPasidTranslations(ushort domain, uint pasid)
    {
        if (_quirks.PasidInvalidationsDropSecondStage)
        {
            state.Meter.SpendLooks(caches.PagesBySource.Count);
            if (caches.PagesBySource.HasSecondStage(domain, pasid))
                caches.Translations.DropSecondStage(domain);
        }
        caches.Translations.DropPasid(domain, pasid);
        hostDevices.InvalidatePasid(domain, pasid, StageOneInvalidation.All);
        listeners.TranslationsChanged(domain, pasid, PageRange.Everything);
    }

    /// <summary>Drops first-stage and nested translations of a PASID in a range.</summary>
    public void DropPasidPages(ushort domain, uint pasid, PageRange range, bool leafOnly)
    {
        state.Meter.SpendLooks(caches.Translations.DropPasidPages(domain, pasid, range));
        hostDevices.InvalidatePasid(domain, pasid, range.ToStageOne(leafOnly));
        listeners.TranslationsChanged(domain, pasid, range);
    }

    /// <summary>Drops 2^<paramref name="mask"/> interrupt remapping entries, aligned to their number.</summary>
    public void DropInterruptEntries(ushort index, int mask)
    {
        state.Meter.SpendLooks(caches.Interrupts.DropIndexes(index, mask));
        interruptListeners.Invalidate(index, mask);
    }

    /// <summary>Drops all interrupt remapping entries.</summary>
    public void DropInterruptEntries()
    {
        caches.Interrupts.DropAll();
        interruptListeners.InvalidateAll();
    }

    /// <summary>Has host devices and listeners follow a change of all tables at once. The unit's caches keep what they have.</summary>
    public void TablesChanged()
    {
        hostDevices.RefreshAll();
        listeners.RefreshAll();
    }

    /// <summary>Has listeners follow a change of the interrupt remapping table, or of what decides about interrupts besides the table.</summary>
    public void InterruptTableChanged() => interruptListeners.InvalidateAll();
}
