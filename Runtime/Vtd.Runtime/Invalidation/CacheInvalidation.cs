using Vtd.Runtime.AddressSpaces;
using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.InterruptRemapping;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Invalidation;

/// <summary>Invalidates what the unit, host devices and listeners keep of tables, however software asked for it (6.5).</summary>
internal sealed class CacheInvalidation(
    UnitState state,
    UnitCaches caches,
    HostDeviceSet hostDevices,
    ListenerSet listeners,
    InterruptListenerSet interruptListeners)
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

    /// <summary>Drops PASID entries.</summary>
    [RequiresUnitLock]
    public void DropPasidEntriesLocked(PasidCacheGranularity granularity, ushort domain, uint pasid)
    {
        switch (granularity)
        {
            case PasidCacheGranularity.Global:
                caches.Pasids.DropAllLocked();
                hostDevices.RefreshAllLocked();
                listeners.EntriesChangedLocked();
                break;
            case PasidCacheGranularity.Domain:
                caches.Pasids.DropDomainLocked(domain);
                hostDevices.RefreshDomainLocked(domain);
                listeners.PasidsChangedLocked(domain);
                break;
            case PasidCacheGranularity.Pasid:
                caches.Pasids.DropPasidLocked(domain, pasid);
                hostDevices.RefreshPasidLocked(domain, pasid);
                listeners.PasidsChangedLocked(domain, pasid);
                break;
            default:
                // The dispatcher refuses reserved codes.
                break;
        }
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
                state.Meter.SpendLooks(caches.Translations.DropPagesLocked(domain, range));
                hostDevices.InvalidateLocked(domain);
                listeners.TranslationsChangedLocked(domain, range);
                break;
            default:
                // None and reserved codes drop nothing.
                break;
        }
    }

    /// <summary>Drops first-stage and nested translations of a PASID.</summary>
    [RequiresUnitLock]
    public void DropPasidTranslationsLocked(ushort domain, uint pasid)
    {
        if ((state.Quirks & UnitQuirks.PasidInvalidationsDropSecondStage) != 0)
        {
            state.Meter.SpendLooks(caches.PagesBySource.Count);
            if (caches.PagesBySource.HasSecondStageLocked(domain, pasid))
                caches.Translations.DropSecondStageLocked(domain);
        }
        caches.Translations.DropPasidLocked(domain, pasid);
        hostDevices.InvalidatePasidLocked(domain, pasid, StageOneInvalidation.All);
        listeners.TranslationsChangedLocked(domain, pasid, PageRange.Everything);
    }

    /// <summary>Drops first-stage and nested translations of a PASID in a range.</summary>
    [RequiresUnitLock]
    public void DropPasidPagesLocked(ushort domain, uint pasid, PageRange range, bool leafOnly)
    {
        state.Meter.SpendLooks(caches.Translations.DropPasidPagesLocked(domain, pasid, range));
        hostDevices.InvalidatePasidLocked(domain, pasid, range.ToStageOne(leafOnly));
        listeners.TranslationsChangedLocked(domain, pasid, range);
    }

    /// <summary>Drops 2^<paramref name="mask"/> interrupt remapping entries, aligned to their number.</summary>
    [RequiresUnitLock]
    public void DropInterruptEntriesLocked(ushort index, int mask)
    {
        state.Meter.SpendLooks(caches.Interrupts.DropIndexesLocked(index, mask));
        interruptListeners.InvalidateLocked(index, mask);
    }

    /// <summary>Drops all interrupt remapping entries.</summary>
    [RequiresUnitLock]
    public void DropInterruptEntriesLocked()
    {
        caches.Interrupts.DropAllLocked();
        interruptListeners.InvalidateAllLocked();
    }

    /// <summary>Has host devices and listeners follow a change of all tables at once. The unit's caches keep what they have.</summary>
    [RequiresUnitLock]
    public void TablesChangedLocked()
    {
        hostDevices.RefreshAllLocked();
        listeners.RefreshAllLocked();
    }

    /// <summary>Has listeners follow a change of the interrupt remapping table, or of what decides about interrupts besides the table.</summary>
    [RequiresUnitLock]
    public void InterruptTableChangedLocked() => interruptListeners.InvalidateAllLocked();
}
