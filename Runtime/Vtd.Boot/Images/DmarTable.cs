using Vtd.Boot.Images.Layout;

namespace Vtd.Boot.Images;

/// <summary>Makes the DMAR table of ACPI, by which an operating system finds the unit (8.1).</summary>
public static class DmarTable
{
    private const string Signature = "DMAR";
    private const byte Revision = 1;
    private const byte InterruptRemapping = 1; // flag INTR_REMAP

    // Offsets behind the header, and where the remapping structures begin (8.1).
    private const int Width = 0;
    private const int Flags = 1;
    private const int Structures = 12;

    /// <summary>Makes the table of a machine with one unit, behind which are all PCI devices.</summary>
    /// <param name="registers">Guest-physical address of the registers of the unit: one page.</param>
    /// <param name="hostAddressWidth">Bits of the addresses of memory.</param>
    /// <param name="ioApic">The I/O APIC whose interrupts are remapped; null if the unit remaps no interrupts.</param>
    public static byte[] Create(ulong registers, int hostAddressWidth, IoApicScope? ioApic = null)
    {
        var length = Drhd.SizeInBytes + (ioApic is null ? 0 : DeviceScope.SizeInBytes);
        var body = new byte[Structures + length];
        body[Width] = (byte)(hostAddressWidth - 1);
        body[Flags] = ioApic is null ? (byte)0 : InterruptRemapping;
        var unit = default(Drhd) with { TYPE = RemappingStructureType.Drhd, LENGTH = (ushort)length, ALL = true, BASE = registers };
        unit.CopyTo(body.AsSpan(Structures));
        if (ioApic is { } apic)
        {
            var scope = default(DeviceScope) with
            {
                TYPE = DeviceScopeType.IoApic,
                LENGTH = DeviceScope.SizeInBytes,
                ID = apic.Id,
                BUS = (byte)apic.SourceId.Bus,
                DEVICE = (byte)apic.SourceId.Device,
                FUNCTION = (byte)apic.SourceId.Function,
            };
            scope.CopyTo(body.AsSpan(Structures + Drhd.SizeInBytes));
        }

        return AcpiTable.Create(Signature, Revision, body);
    }
}
