using Vtd.Boot.Images.Layout;

namespace Vtd.Boot.Images;

/// <summary>Makes the DMAR table of ACPI, by which an operating system finds the unit (8.1).</summary>
public static class DmarTable
{
    private const string Signature = "DMAR";
    private const byte Revision = 1;

    // Offsets behind the header: the width of addresses, and where the remapping structures begin (8.1). The flags between them are 0.
    private const int Width = 0;
    private const int Structures = 12;

    /// <summary>Makes the table of a machine with one unit, behind which are all PCI devices, and without interrupt remapping.</summary>
    /// <param name="registers">Guest-physical address of the registers of the unit: one page.</param>
    /// <param name="hostAddressWidth">Bits of the addresses of memory.</param>
    public static byte[] Create(ulong registers, int hostAddressWidth)
    {
        var body = new byte[Structures + Drhd.SizeInBytes];
        body[Width] = (byte)(hostAddressWidth - 1);
        var unit = default(Drhd) with { TYPE = RemappingStructureType.Drhd, LENGTH = Drhd.SizeInBytes, ALL = true, BASE = registers };
        unit.CopyTo(body.AsSpan(Structures));
        return AcpiTable.Create(Signature, Revision, body);
    }
}
