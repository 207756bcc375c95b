using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using Vtd.Architecture;
using Vtd.Runtime.Tables;
using Keywords = Vtd.Runtime.Telemetry.VtdEventSource.Keywords;

namespace Vtd.Runtime.Telemetry;

/// <summary>Reports to metrics and trace events which descriptors were executed and what was invalidated.</summary>
[GuardedByUnitLock]
internal sealed class InvalidationReport(string unit, UnitCounters counters)
{
    private VtdEventSource Log { get; } = VtdEventSource.Log;

    /// <summary>The name of a type code in metrics and events.</summary>
    public static string NameOf(byte type) => ((InvalidationQueueType)type).ToString();

    /// <summary>The name of a kind of stale entries in metrics: the cache that holds copies. Null for a kind that no invalidation requests.</summary>
    public static string? NameOf(StaleKind kind) => kind switch
    {
        StaleKind.Context => "context",
        StaleKind.Pasid => "pasid",
        StaleKind.Iotlb or StaleKind.PasidIotlb => "iotlb",
        StaleKind.Interrupt => "interrupt",
        StaleKind.DeviceTlb => "device_tlb",
        StaleKind.None or StaleKind.DmaTables or StaleKind.InterruptTable => null,
    };

    /// <summary>The name of a granularity in metrics.</summary>
    public static string NameOf(StaleKind kind, InvalidationGranularity granularity)
    {
        var name = granularity.ToString().ToLowerInvariant();
        return kind == StaleKind.PasidIotlb && granularity != InvalidationGranularity.Pasid ? "pasid_" + name : name;
    }

    /// <summary>Reports a descriptor that is executed, with the status and the interrupt of a wait descriptor. What the descriptor invalidates is reported after it.</summary>
    public void Executed(byte type, ReadOnlySpan<byte> descriptor)
    {
        if (!Log.IsEnabled(EventLevel.Verbose, Keywords.Queue))
            return;
        var words = WaitDescriptor.Read(descriptor); // the words of all types are in the same places
        Log.vtd_inv_desc(unit, NameOf(type), words.Qword1, words.Qword0);
        if (type != WaitDescriptor.TypeCode)
            return;
        if (words.SW)
            Log.vtd_inv_desc_wait_sw(unit, words.STADDR, words.STDATA);
        if (words.IF)
            Log.vtd_inv_desc_wait_irq(unit);
    }

    /// <summary>Reports stale entries that were invalidated, by descriptor or by register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a count, for each descriptor of a queue
    public void Invalidated(in Stale stale)
    {
        counters.Invalidations[(int)stale.Kind][(int)stale.Narrowest]++;
        if (Log.IsEnabled())
            Tell(stale);
    }

    /// <summary>Tells what was invalidated, where QEMU has a trace event for it.</summary>
    private void Tell(in Stale stale)
    {
        if (!Log.IsEnabled(EventLevel.Verbose, Keywords.Invalidation))
            return;
        var domain = stale.Domain.GetValueOrDefault();
        var pasid = stale.Pasid.GetValueOrDefault();
        switch (stale.Kind, stale.Narrowest)
        {
            case (StaleKind.Context, InvalidationGranularity.Global):
                Log.vtd_inv_desc_cc_global(unit);
                break;
            case (StaleKind.Context, InvalidationGranularity.Domain):
                Log.vtd_inv_desc_cc_domain(unit, domain);
                break;
            case (StaleKind.Context, InvalidationGranularity.Device):
                Log.vtd_inv_desc_cc_devices(unit, stale.SourceId.GetValueOrDefault().Value, (ushort)stale.Functions);
                break;
            case (StaleKind.Iotlb, InvalidationGranularity.Global):
                Log.vtd_inv_desc_iotlb_global(unit);
                break;
            case (StaleKind.Iotlb, InvalidationGranularity.Domain):
                Log.vtd_inv_desc_iotlb_domain(unit, domain);
                break;
            case (StaleKind.Iotlb, InvalidationGranularity.Page):
                Log.vtd_inv_desc_iotlb_pages(unit, domain, stale.Address.GetValueOrDefault(), stale.AddressMask);
                break;
            case (StaleKind.PasidIotlb, InvalidationGranularity.Pasid):
                Log.vtd_inv_desc_iotlb_pasid(unit, domain, pasid);
                break;
            case (StaleKind.PasidIotlb, InvalidationGranularity.Page):
                Log.vtd_inv_desc_iotlb_pasid_pages(unit, domain, stale.Address.GetValueOrDefault(), stale.AddressMask, pasid);
                break;
            case (StaleKind.Pasid, InvalidationGranularity.Global):
                Log.vtd_inv_desc_pasid_cache_gsi(unit);
                break;
            case (StaleKind.Pasid, InvalidationGranularity.Domain):
                Log.vtd_inv_desc_pasid_cache_dsi(unit, domain);
                break;
            case (StaleKind.Pasid, InvalidationGranularity.Pasid):
                Log.vtd_inv_desc_pasid_cache_psi(unit, domain, pasid);
                break;
            case (StaleKind.Interrupt, InvalidationGranularity.Global):
                Log.vtd_inv_desc_iec(unit, 0, 0, 0);
                break;
            case (StaleKind.Interrupt, InvalidationGranularity.Index):
                Log.vtd_inv_desc_iec(unit, 1, stale.Index.GetValueOrDefault(), stale.IndexMask);
                break;
        }
    }
}
