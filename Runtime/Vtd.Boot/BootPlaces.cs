using Vtd.Machine.Bus;
using Vtd.Runtime;

namespace Vtd.Boot;

/// <summary>The places of the functions of this process in a machine.</summary>
internal static class BootPlaces
{
    /// <summary>The address of the registers of the unit.</summary>
    public const uint UnitAddress = (uint)SystemBus.UnitBase;

    /// <summary>The address of the registers of the I/O APIC. QEMU's own is elsewhere.</summary>
    public const uint IoApicAddress = 0xFEC1_0000;

    /// <summary>The place of the unit, until it is hidden.</summary>
    public static readonly SourceId Unit = new(bus: 0, device: 0x1E, function: 0);

    /// <summary>The place of the I/O APIC, until it is hidden.</summary>
    public static readonly SourceId IoApic = new(bus: 0, device: 0x1D, function: 0);

    /// <summary>The source-id of the requests of the I/O APIC, on a bus without functions.</summary>
    public static readonly SourceId IoApicRequests = new(bus: 0xFF, device: 0, function: 0);

    /// <summary>The place of the device for the guest's drivers.</summary>
    public static readonly SourceId Edu = new(bus: 0, device: 2, function: 0);
}
