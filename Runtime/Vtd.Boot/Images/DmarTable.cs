using Vtd.Boot.Images.Layout;
using Vtd.Runtime;

namespace Vtd.Boot.Images;

/// <summary>Makes the DMAR table of ACPI, by which an operating system finds the unit (8.1).</summary>
public static class DmarTable
{
    private const string Signature = "DMAR";
    private const byte Revision = 1;

    /// <summary>Makes the table of a machine with one unit, behind which are all PCI devices.</summary>
    /// <param name="registers">Guest-physical address of the registers of the unit: one page.</param>
    /// <param name="hostAddressWidth">Bits of the addresses of memory.</param>
    /// <param name="ioApic">The source-id of the I/O APIC, if the unit remaps interrupts; null if it does not.</param>
    public static byte[] Create(ulong registers, int hostAddressWidth, SourceId? ioApic = null)
    {
        var head = default(DmarHead) with { WIDTH = (byte)(hostAddressWidth - 1), INTR = ioApic is not null };
        byte[] devices = ioApic is { } source ? ScopeOf(source) : [];
        var unit = default(Drhd) with
        {
            TYPE = RemappingStructureType.Drhd,
            LENGTH = (ushort)(Drhd.SizeInBytes + devices.Length),
            ALL = true,
            BASE = registers,
        };
        return AcpiTable.Create(Signature, Revision, [
            .. AcpiTable.BytesOf(DmarHead.SizeInBytes, head.CopyTo),
            .. AcpiTable.BytesOf(Drhd.SizeInBytes, unit.CopyTo),
            .. devices,
        ]);
    }

    private static byte[] ScopeOf(SourceId source)
    {
        var scope = default(DeviceScope) with
        {
            TYPE = DeviceScopeType.IoApic,
            LENGTH = DeviceScope.SizeInBytes,
            ID = MadtTable.IoApicId,
            BUS = (byte)source.Bus,
            DEVICE = (byte)source.Device,
            FUNCTION = (byte)source.Function,
        };
        return AcpiTable.BytesOf(DeviceScope.SizeInBytes, scope.CopyTo);
    }
}
