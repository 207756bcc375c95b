using System.Diagnostics.Tracing;

namespace Vtd.Runtime.Telemetry;

/// <summary>Events of units for tracing tools.</summary>
/// <remarks>
/// Names follow the trace vocabulary of QEMU's model of the same hardware, so that the traces of both can be read side by side; what that
/// has no name for is named alike. The first field of each is the unit's name. Numbers of events are for good.
/// Callers ask <see cref="EventSource.IsEnabled(EventLevel, EventKeywords)"/> first: a disabled event costs no more than that.
/// </remarks>
[EventSource(Name = SourceName)]
internal sealed class VtdEventSource : EventSource
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "Vtd-Runtime";

    /// <summary>The only one.</summary>
    public static readonly VtdEventSource Log = new();

    /// <summary>Groups of events.</summary>
    public static class Keywords
    {
        public const EventKeywords Registers = (EventKeywords)(1 << 0);
        public const EventKeywords Queue = (EventKeywords)(1 << 1);
        public const EventKeywords Invalidation = (EventKeywords)(1 << 2);
        public const EventKeywords Translation = (EventKeywords)(1 << 3);
        public const EventKeywords Interrupts = (EventKeywords)(1 << 4);
        public const EventKeywords Faults = (EventKeywords)(1 << 5);
        public const EventKeywords Reset = (EventKeywords)(1 << 6);
        public const EventKeywords HostDevices = (EventKeywords)(1 << 7);
    }

    [Event(1, Level = EventLevel.Verbose, Keywords = Keywords.Registers)]
    public void vtd_reg_read(string unit, uint addr, uint size, ulong val) => Write(1, unit, addr, size, val);

    [Event(2, Level = EventLevel.Verbose, Keywords = Keywords.Registers)]
    public void vtd_reg_write(string unit, uint addr, uint size, ulong val) => Write(2, unit, addr, size, val);

    [Event(3, Level = EventLevel.Informational, Keywords = Keywords.Registers)]
    public void vtd_reg_write_gcmd(string unit, uint status, uint val) => Write(3, unit, status, val);

    [Event(4, Level = EventLevel.Informational, Keywords = Keywords.Registers)]
    public void vtd_reg_dmar_root(string unit, ulong addr, bool scalable) => Write(4, unit, addr, scalable);

    [Event(5, Level = EventLevel.Informational, Keywords = Keywords.Registers)]
    public void vtd_reg_ir_root(string unit, ulong addr, uint size) => Write(5, unit, addr, size);

    [Event(6, Level = EventLevel.Informational, Keywords = Keywords.Registers)]
    public void vtd_dmar_enable(string unit, bool en) => Write(6, unit, en);

    [Event(7, Level = EventLevel.Informational, Keywords = Keywords.Registers)]
    public void vtd_ir_enable(string unit, bool en) => Write(7, unit, en);

    [Event(8, Level = EventLevel.Warning, Keywords = Keywords.Registers)]
    public void vtd_reg_rejected(string unit, int addr, int size, bool is_write) => Write(8, unit, addr, size, is_write);

    [Event(20, Level = EventLevel.Informational, Keywords = Keywords.Queue)]
    public void vtd_inv_qi_enable(string unit, bool enable) => Write(20, unit, enable);

    [Event(21, Level = EventLevel.Informational, Keywords = Keywords.Queue)]
    public void vtd_inv_qi_setup(string unit, ulong addr, int size) => Write(21, unit, addr, size);

    [Event(22, Level = EventLevel.Verbose, Keywords = Keywords.Queue)]
    public void vtd_inv_qi_tail(string unit, uint tail) => Write(22, unit, tail);

    [Event(23, Level = EventLevel.Verbose, Keywords = Keywords.Queue)]
    public void vtd_inv_desc(string unit, string type, ulong hi, ulong lo) => Write(23, unit, type, hi, lo);

    [Event(24, Level = EventLevel.Verbose, Keywords = Keywords.Queue)]
    public void vtd_inv_desc_wait_sw(string unit, ulong addr, uint data) => Write(24, unit, addr, data);

    [Event(25, Level = EventLevel.Verbose, Keywords = Keywords.Queue)]
    public void vtd_inv_desc_wait_irq(string unit) => Write(25, unit);

    [Event(26, Level = EventLevel.Error, Keywords = Keywords.Queue)]
    public void vtd_inv_qi_error(string unit, string reason, int head) => Write(26, unit, reason, head);

    [Event(27, Level = EventLevel.Error, Keywords = Keywords.Queue)]
    public void vtd_inv_desc_timeout(string unit, ushort sid) => Write(27, unit, sid);

    [Event(40, Level = EventLevel.Verbose, Keywords = Keywords.Invalidation)]
    public void vtd_inv_desc_cc_global(string unit) => Write(40, unit);

    [Event(41, Level = EventLevel.Verbose, Keywords = Keywords.Invalidation)]
    public void vtd_inv_desc_cc_domain(string unit, ushort domain) => Write(41, unit, domain);

    [Event(42, Level = EventLevel.Verbose, Keywords = Keywords.Invalidation)]
    public void vtd_inv_desc_cc_devices(string unit, ushort sid, ushort fmask) => Write(42, unit, sid, fmask);

    [Event(43, Level = EventLevel.Verbose, Keywords = Keywords.Invalidation)]
    public void vtd_inv_desc_iotlb_global(string unit) => Write(43, unit);

    [Event(44, Level = EventLevel.Verbose, Keywords = Keywords.Invalidation)]
    public void vtd_inv_desc_iotlb_domain(string unit, ushort domain) => Write(44, unit, domain);

    [Event(45, Level = EventLevel.Verbose, Keywords = Keywords.Invalidation)]
    public void vtd_inv_desc_iotlb_pages(string unit, ushort domain, ulong addr, byte mask) => Write(45, unit, domain, addr, mask);

    [Event(46, Level = EventLevel.Verbose, Keywords = Keywords.Invalidation)]
    public void vtd_inv_desc_iotlb_pasid(string unit, ushort domain, uint pasid) => Write(46, unit, domain, pasid);

    [Event(47, Level = EventLevel.Verbose, Keywords = Keywords.Invalidation)]
    public void vtd_inv_desc_iotlb_pasid_pages(string unit, ushort domain, ulong addr, byte mask, uint pasid) => Write(47, unit, domain, addr, mask, pasid);

    [Event(48, Level = EventLevel.Verbose, Keywords = Keywords.Invalidation)]
    public void vtd_inv_desc_pasid_cache_gsi(string unit) => Write(48, unit);

    [Event(49, Level = EventLevel.Verbose, Keywords = Keywords.Invalidation)]
    public void vtd_inv_desc_pasid_cache_dsi(string unit, ushort domain) => Write(49, unit, domain);

    [Event(50, Level = EventLevel.Verbose, Keywords = Keywords.Invalidation)]
    public void vtd_inv_desc_pasid_cache_psi(string unit, ushort domain, uint pasid) => Write(50, unit, domain, pasid);

    [Event(51, Level = EventLevel.Verbose, Keywords = Keywords.Invalidation)]
    public void vtd_inv_desc_iec(string unit, uint granularity, uint index, uint mask) => Write(51, unit, granularity, index, mask);

    [Event(60, Level = EventLevel.Verbose, Keywords = Keywords.Translation)]
    public void vtd_iotlb_page_hit(string unit, ushort sid, ulong addr, ulong slpte, ushort domain) => Write(60, unit, sid, addr, slpte, domain);

    [Event(61, Level = EventLevel.Verbose, Keywords = Keywords.Translation)]
    public void vtd_iotlb_page_update(string unit, ushort sid, ulong addr, ulong slpte, ushort domain) => Write(61, unit, sid, addr, slpte, domain);

    [Event(62, Level = EventLevel.Verbose, Keywords = Keywords.Translation)]
    public void vtd_translate_pt(string unit, ushort sid, ulong addr) => Write(62, unit, sid, addr);

    [Event(70, Level = EventLevel.Verbose, Keywords = Keywords.Interrupts)]
    public void vtd_ir_remap_msi(string unit, ulong addr, ulong data, ulong addr2, ulong data2) => Write(70, unit, addr, data, addr2, data2);

    [Event(71, Level = EventLevel.Verbose, Keywords = Keywords.Interrupts)]
    public void vtd_irq_generate(string unit, ulong addr, ulong data) => Write(71, unit, addr, data);

    [Event(72, Level = EventLevel.Error, Keywords = Keywords.Interrupts)]
    public void vtd_irq_failed(string unit, ulong addr, ulong data, string error) => Write(72, unit, addr, data, error);

    [Event(80, Level = EventLevel.Warning, Keywords = Keywords.Faults)]
    public void vtd_dmar_fault(string unit, ushort sid, int fault, ulong addr, string reason, string fate) => Write(80, unit, sid, fault, addr, reason, fate);

    [Event(81, Level = EventLevel.Warning, Keywords = Keywords.Faults)]
    public void vtd_ir_fault(string unit, ushort sid, int fault, int index, string reason, string fate) => Write(81, unit, sid, fault, index, reason, fate);

    [Event(82, Level = EventLevel.Informational, Keywords = Keywords.Faults)]
    public void vtd_fault_disabled(string unit, ushort sid, int fault) => Write(82, unit, sid, fault);

    [Event(90, Level = EventLevel.Informational, Keywords = Keywords.Reset)]
    public void vtd_reset(string unit, string step) => Write(90, unit, step);

    [Event(91, Level = EventLevel.Informational, Keywords = Keywords.Reset)]
    public void vtd_context_cache_reset(string unit) => Write(91, unit);

    [Event(92, Level = EventLevel.Informational, Keywords = Keywords.Reset)]
    public void vtd_iotlb_reset(string unit, string reason) => Write(92, unit, reason);

    [Event(100, Level = EventLevel.Informational, Keywords = Keywords.HostDevices)]
    public void vtd_host_action(string unit, string operation, ushort sid, bool has_pasid, uint pasid, ulong table) =>
        Write(100, unit, operation, sid, has_pasid, pasid, table);

    [Event(101, Level = EventLevel.Error, Keywords = Keywords.HostDevices)]
    public void vtd_host_action_failed(string unit, string operation, ushort sid, bool has_pasid, uint pasid, string error) =>
        Write(101, unit, operation, sid, has_pasid, pasid, error);

    [Event(102, Level = EventLevel.Error, Keywords = Keywords.HostDevices)]
    public void vtd_call_failed(string unit, bool has_sid, ushort sid, string error) => Write(102, unit, has_sid, sid, error);

    // Not WriteEvent itself: it has overloads that would take some of these for numbers of another size.
    [NonEvent]
    private void Write(int number, params EventSourcePrimitive[] fields) => WriteEvent(number, fields);
}
