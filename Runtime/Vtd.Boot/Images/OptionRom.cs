using System.Buffers.Binary;
using Vtd.Machine.Pci.Layout;
using Vtd.Machine.Pci.PortLayout;
using Vtd.Runtime;

namespace Vtd.Boot.Images;

/// <summary>Makes the option ROM that puts memory regions of PCI functions where they have to be: firmware runs it after it has placed all regions.</summary>
/// <remarks>Code of the 8086 and later in real mode. The address and data port of configuration space are those of mechanism 1.</remarks>
public static class OptionRom
{
    private const int Size = 512;
    private const ushort AddressPort = 0xCF8;
    private const ushort DataPort = 0xCFC;

    /// <summary>Makes the ROM.</summary>
    /// <param name="places">The functions, each with the address of its memory region.</param>
    /// <exception cref="ArgumentException">The code is longer than the ROM.</exception>
    public static byte[] Create(params IReadOnlyList<(SourceId Function, uint Address)> places)
    {
        List<byte> code = [0x55, 0xAA, Size / 512]; // signature, and the size in units of 512 bytes
        code.AddRange([0x66, 0x50, 0x52]); // push eax; push dx
        foreach (var (function, address) in places)
        {
            var register = default(ConfigAddress) with { ENABLE = true, SOURCE = function.Value, REGISTER = Bar0.Offset };
            AddOutput(code, AddressPort, register.Value);
            AddOutput(code, DataPort, address);
        }

        code.AddRange([0x5A, 0x66, 0x58, 0xCB]); // pop dx; pop eax; retf
        if (code.Count >= Size)
            throw new ArgumentException($"{places.Count} functions are too many for an option ROM of {Size} bytes.");
        var rom = new byte[Size];
        code.CopyTo(rom);
        rom[^1] = AcpiTable.ChecksumOf(rom);
        return rom;
    }

    private static void AddOutput(List<byte> code, ushort port, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort) + sizeof(uint)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, port);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[sizeof(ushort)..], value);
        code.AddRange([0xBA, .. bytes[..sizeof(ushort)]]); // mov dx, port
        code.AddRange([0x66, 0xB8, .. bytes[sizeof(ushort)..]]); // mov eax, value
        code.AddRange([0x66, 0xEF]); // out dx, eax
    }
}
