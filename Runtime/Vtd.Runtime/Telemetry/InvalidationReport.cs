using System.Diagnostics;
using System.Diagnostics.Tracing;
using Vtd.Architecture;
using Vtd.Runtime.Tables;
using Keywords = Vtd.Runtime.Telemetry.VtdEventSource.Keywords;

namespace Vtd.Runtime.Telemetry;

/// <summary>Reports to metrics and trace events which descriptors were executed and what was invalidated.</summary>
[GuardedByUnitLock]
internal sealed class InvalidationReport(string unit, UnitCounters counters)
{
    private static VtdEventSource Log => VtdEventSource.Log;

    /// <summary>How metrics and events name a type code.</summary>
    public static string NameOf(byte type) => ((InvalidationQueueType)type).ToString();

    /// <summary>How metrics name a kind of stale entries: the cache, and the granularity; null for a kind that is not counted.</summary>
    public static (string Cache, string Granularity)? TagsOf(StaleKind kind) => kind switch
    {
        StaleKind.ContextGlobal => ("context", "global"),
        StaleKind.ContextDomain => ("context", "domain"),
        StaleKind.ContextDevice => ("context", "device"),
        StaleKind.IotlbGlobal => ("iotlb", "global"),
        StaleKind.IotlbDomain => ("iotlb", "domain"),
        StaleKind.IotlbPage => ("iotlb", "page"),
        StaleKind.PasidIotlbPasid => ("iotlb", "pasid"),
        StaleKind.PasidIotlbPage => ("iotlb", "pasid_page"),
        StaleKind.PasidGlobal => ("pasid", "global"),
        StaleKind.PasidDomain => ("pasid", "domain"),
        StaleKind.PasidPasid => ("pasid", "pasid"),
        StaleKind.InterruptGlobal => ("interrupt", "global"),
        StaleKind.InterruptIndex => ("interrupt", "index"),
        StaleKind.DeviceTlb => ("device_tlb", "device"),
        StaleKind.PasidDeviceTlb => ("device_tlb", "pasid"),
        _ => null,
    };

    /// <summary>Reports a descriptor that was executed. What the descriptor did is reported after it.</summary>
    public void Executed(byte type, ReadOnlySpan<byte> descriptor)
    {
        counters.Descriptors[type]++;
        if (!Log.IsEnabled(EventLevel.Verbose, Keywords.Queue))
            return;
        var words = WaitDescriptor.Read(descriptor); // the words of all types are in the same places
        Log.vtd_inv_desc(unit, NameOf(type), words.Qword1, words.Qword0);
    }

    /// <summary>Reports the status and the interrupt of a wait descriptor.</summary>
    public void Waited(in WaitDescriptor descriptor)
    {
        if (!Log.IsEnabled(EventLevel.Verbose, Keywords.Queue))
            return;
        if (descriptor.SW)
            Log.vtd_inv_desc_wait_sw(unit, descriptor.STADDR, descriptor.STDATA);
        if (descriptor.IF)
            Log.vtd_inv_desc_wait_irq(unit);
    }

    /// <summary>Reports what was invalidated, by descriptor or by register.</summary>
    public void Invalidated(in Stale stale)
    {
        counters.Invalidations[(int)stale.Kind]++;
        if (Log.IsEnabled(EventLevel.Verbose, Keywords.Invalidation))
            Tell(stale);
    }

    private void Tell(in Stale stale)
    {
        switch (stale.Kind)
        {
            case StaleKind.ContextGlobal:
                Log.vtd_inv_desc_cc_global(unit);
                break;
            case StaleKind.ContextDomain:
                Log.vtd_inv_desc_cc_domain(unit, stale.Domain);
                break;
            case StaleKind.ContextDevice:
                Log.vtd_inv_desc_cc_devices(unit, stale.SourceId, (ushort)stale.Functions);
                break;
            case StaleKind.IotlbGlobal:
                Log.vtd_inv_desc_iotlb_global(unit);
                break;
            case StaleKind.IotlbDomain:
                Log.vtd_inv_desc_iotlb_domain(unit, stale.Domain);
                break;
            case StaleKind.IotlbPage:
                Log.vtd_inv_desc_iotlb_pages(unit, stale.Domain, stale.Address, (byte)stale.AddressMask);
                break;
            case StaleKind.PasidIotlbPasid:
                Log.vtd_inv_desc_iotlb_pasid(unit, stale.Domain, stale.Pasid);
                break;
            case StaleKind.PasidIotlbPage:
                Log.vtd_inv_desc_iotlb_pasid_pages(unit, stale.Domain, stale.Address, (byte)stale.AddressMask, stale.Pasid);
                break;
            case StaleKind.PasidGlobal:
                Log.vtd_inv_desc_pasid_cache_gsi(unit);
                break;
            case StaleKind.PasidDomain:
                Log.vtd_inv_desc_pasid_cache_dsi(unit, stale.Domain);
                break;
            case StaleKind.PasidPasid:
                Log.vtd_inv_desc_pasid_cache_psi(unit, stale.Domain, stale.Pasid);
                break;
            case StaleKind.InterruptGlobal or StaleKind.InterruptIndex:
                Log.vtd_inv_desc_iec(unit, stale.Kind == StaleKind.InterruptIndex ? 1u : 0u, stale.Index, (uint)stale.IndexMask);
                break;
            case StaleKind.Nothing or StaleKind.DmaTables or StaleKind.InterruptTable or StaleKind.DeviceTlb or StaleKind.PasidDeviceTlb:
                break;
            default:
                throw new UnreachableException();
        }
    }
}
