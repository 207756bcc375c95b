using System.Diagnostics.Tracing;
using Vtd.Architecture;
using Keywords = Vtd.Runtime.Telemetry.VtdEventSource.Keywords;

namespace Vtd.Runtime.Telemetry;

/// <summary>Says what descriptors of the invalidation queue that were executed asked for.</summary>
[GuardedByUnitLock]
internal sealed class DescriptorReport(string unit, UnitCounters counters)
{
    private static VtdEventSource Log => VtdEventSource.Log;

    private static bool TellsInvalidations => Log.IsEnabled(EventLevel.Verbose, Keywords.Invalidation);

    /// <summary>How metrics and events name a type code.</summary>
    public static string NameOf(byte type) => ((InvalidationQueueType)type).ToString();

    /// <summary>A descriptor was executed.</summary>
    public void Executed(ReadOnlySpan<byte> descriptor)
    {
        var type = InvalidationQueueDispatcher.TypeOf(descriptor);
        counters.Descriptors[type]++;
        if (Log.IsEnabled(EventLevel.Verbose, Keywords.Queue))
        {
            var words = WaitDescriptor.Read(descriptor); // the words of all types are in the same places
            Log.vtd_inv_desc(unit, NameOf(type), words.Qword1, words.Qword0);
        }
        switch (type)
        {
            case ContextCacheInvalidateDescriptor.TypeCode:
                var contexts = ContextCacheInvalidateDescriptor.Read(descriptor);
                ContextsDropped(contexts.G, contexts.DID, contexts.SID, contexts.FM);
                break;
            case IotlbInvalidateDescriptor.TypeCode:
                var pages = IotlbInvalidateDescriptor.Read(descriptor);
                TranslationsDropped(pages.G, pages.DID, pages.ADDR, pages.AM);
                break;
            case PasidCacheInvalidateDescriptor.TypeCode when descriptor.Length >= PasidCacheInvalidateDescriptor.SizeInBytes: // a quirk takes shorter ones
                PasidEntriesDropped(PasidCacheInvalidateDescriptor.Read(descriptor));
                break;
            case PasidIotlbInvalidateDescriptor.TypeCode when descriptor.Length >= PasidIotlbInvalidateDescriptor.SizeInBytes:
                PasidPagesDropped(PasidIotlbInvalidateDescriptor.Read(descriptor));
                break;
            case InterruptEntryCacheInvalidateDescriptor.TypeCode:
                InterruptEntriesDropped(InterruptEntryCacheInvalidateDescriptor.Read(descriptor));
                break;
            case DeviceTlbInvalidateDescriptor.TypeCode:
                counters.Invalidations[(int)InvalidationKind.DeviceTlb]++;
                break;
            case PasidDeviceTlbInvalidateDescriptor.TypeCode:
                counters.Invalidations[(int)InvalidationKind.PasidDeviceTlb]++;
                break;
            case WaitDescriptor.TypeCode when Log.IsEnabled(EventLevel.Verbose, Keywords.Queue):
                TellWait(WaitDescriptor.Read(descriptor));
                break;
        }
    }

    /// <summary>Context entries were dropped, by descriptor or by CCMD.</summary>
    public void ContextsDropped(ContextGranularity granularity, ushort domain, ushort sourceId, FunctionMask mask)
    {
        switch (granularity)
        {
            case ContextGranularity.Global:
                counters.Invalidations[(int)InvalidationKind.ContextGlobal]++;
                if (TellsInvalidations)
                    Log.vtd_inv_desc_cc_global(unit);
                break;
            case ContextGranularity.Domain:
                counters.Invalidations[(int)InvalidationKind.ContextDomain]++;
                if (TellsInvalidations)
                    Log.vtd_inv_desc_cc_domain(unit, domain);
                break;
            case ContextGranularity.Device:
                counters.Invalidations[(int)InvalidationKind.ContextDevice]++;
                if (TellsInvalidations)
                    Log.vtd_inv_desc_cc_devices(unit, sourceId, (ushort)mask);
                break;
            default:
                // None and reserved codes drop nothing.
                break;
        }
    }

    /// <summary>Translations were dropped, by descriptor or by IOTLB.</summary>
    public void TranslationsDropped(IotlbGranularity granularity, ushort domain, ulong address, int addressMask)
    {
        switch (granularity)
        {
            case IotlbGranularity.Global:
                counters.Invalidations[(int)InvalidationKind.IotlbGlobal]++;
                if (TellsInvalidations)
                    Log.vtd_inv_desc_iotlb_global(unit);
                break;
            case IotlbGranularity.Domain:
                counters.Invalidations[(int)InvalidationKind.IotlbDomain]++;
                if (TellsInvalidations)
                    Log.vtd_inv_desc_iotlb_domain(unit, domain);
                break;
            case IotlbGranularity.Page:
                counters.Invalidations[(int)InvalidationKind.IotlbPage]++;
                if (TellsInvalidations)
                    Log.vtd_inv_desc_iotlb_pages(unit, domain, address, (byte)addressMask);
                break;
            default:
                // None and reserved codes drop nothing.
                break;
        }
    }

    private void PasidEntriesDropped(in PasidCacheInvalidateDescriptor descriptor)
    {
        switch (descriptor.G)
        {
            case PasidCacheGranularity.Global:
                counters.Invalidations[(int)InvalidationKind.PasidGlobal]++;
                if (TellsInvalidations)
                    Log.vtd_inv_desc_pasid_cache_gsi(unit);
                break;
            case PasidCacheGranularity.Domain:
                counters.Invalidations[(int)InvalidationKind.PasidDomain]++;
                if (TellsInvalidations)
                    Log.vtd_inv_desc_pasid_cache_dsi(unit, descriptor.DID);
                break;
            case PasidCacheGranularity.Pasid:
                counters.Invalidations[(int)InvalidationKind.PasidPasid]++;
                if (TellsInvalidations)
                    Log.vtd_inv_desc_pasid_cache_psi(unit, descriptor.DID, descriptor.PASID);
                break;
            default:
                // The dispatcher refuses reserved codes.
                break;
        }
    }

    private void PasidPagesDropped(in PasidIotlbInvalidateDescriptor descriptor)
    {
        if (descriptor.G == PasidIotlbGranularity.Page)
        {
            counters.Invalidations[(int)InvalidationKind.PasidIotlbPage]++;
            if (TellsInvalidations)
                Log.vtd_inv_desc_iotlb_pasid_pages(unit, descriptor.DID, descriptor.ADDR, descriptor.AM, descriptor.PASID);
        }
        else
        {
            counters.Invalidations[(int)InvalidationKind.PasidIotlbPasid]++;
            if (TellsInvalidations)
                Log.vtd_inv_desc_iotlb_pasid(unit, descriptor.DID, descriptor.PASID);
        }
    }

    private void InterruptEntriesDropped(in InterruptEntryCacheInvalidateDescriptor descriptor)
    {
        var kind = descriptor.G == InterruptEntryGranularity.Index ? InvalidationKind.InterruptIndex : InvalidationKind.InterruptGlobal;
        counters.Invalidations[(int)kind]++;
        if (TellsInvalidations)
            Log.vtd_inv_desc_iec(unit, (uint)descriptor.G, descriptor.IIDX, descriptor.IM);
    }

    private void TellWait(in WaitDescriptor descriptor)
    {
        if (descriptor.SW)
            Log.vtd_inv_desc_wait_sw(unit, descriptor.STADDR, descriptor.STDATA);
        if (descriptor.IF)
            Log.vtd_inv_desc_wait_irq(unit);
    }
}
