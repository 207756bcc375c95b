using System.Buffers.Binary;
using Vtd.Runtime;

namespace Vtd.Machine.Bus;

/// <summary>The machine's memory, where q35 has it: RAM in two ranges, with room for devices between them, the firmware, and empty option ROMs.</summary>
/// <remarks>ROM is read like RAM, and writes to it fail.</remarks>
public sealed class SystemMemory : IGuestMemory
{
    private const ulong FourGBytes = 1UL << 32;
    private const ulong MostBelow = 0xB000_0000;
    private const ulong HalfBelow = 0x8000_0000;
    private const ulong OptionRomsStart = 0xC_0000;
    private const ulong OptionRomsEnd = 0xE_0000;
    private const ulong LegacyEnd = 0x10_0000;
    private const ulong LegacyFirmware = LegacyEnd - HaltingFirmware.Size;
    private const ulong Firmware = FourGBytes - HaltingFirmware.Size;
    private const int PageSize = 4096;
    private const int MostPages = 1 << 20;

    private readonly SparseGuestMemory _memory;
    private readonly ulong _below;
    private readonly ulong _above;

    public SystemMemory(ulong size)
    {
        Size = size;
        _below = size < MostBelow ? size : HalfBelow;
        _above = size - _below;
        _memory = new SparseGuestMemory(Math.Max(size, PageSize), (int)Math.Min(MostPages, size / PageSize + 1));
    }

    private enum Storage
    {
        None,
        Ram,
        Rom,
    }

    /// <summary>Bytes of RAM.</summary>
    public ulong Size { get; }

    public bool TryRead(ulong address, Span<byte> destination)
    {
        switch (StorageOf(address, destination.Length))
        {
            case Storage.Ram:
                return _memory.TryRead(PlaceOf(address), destination);
            case Storage.Rom:
                ReadRom(address, destination);
                return true;
            default:
                return false;
        }
    }

    public bool TryReadUInt64(ulong address, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        var storage = StorageOf(address, bytes.Length);
        if (storage == Storage.Ram)
            return _memory.TryReadUInt64(PlaceOf(address), out value);
        if (storage == Storage.Rom)
            ReadRom(address, bytes);
        value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return storage == Storage.Rom;
    }

    public bool TryWrite(ulong address, ReadOnlySpan<byte> source) =>
        StorageOf(address, source.Length) == Storage.Ram && _memory.TryWrite(PlaceOf(address), source);

    public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
    {
        found = 0;
        return StorageOf(address, sizeof(ulong)) == Storage.Ram && _memory.TryCompareExchange(PlaceOf(address), expected, value, out found);
    }

    /// <summary>The number of bytes from an address on that are all RAM, all ROM, or neither.</summary>
    /// <param name="isMemory">Whether the bytes are RAM or ROM.</param>
    public ulong Run(ulong address, out bool isMemory)
    {
        var (storage, end) = StorageOf(address);
        isMemory = storage != Storage.None;
        return end - address;
    }

    private static void ReadRom(ulong address, Span<byte> destination)
    {
        if (address is >= OptionRomsStart and < OptionRomsEnd)
            destination.Clear();
        else
            HaltingFirmware.Image.Slice((int)(address % HaltingFirmware.Size), destination.Length).CopyTo(destination);
    }

    private ulong PlaceOf(ulong address) => address < FourGBytes ? address : address - FourGBytes + _below;

    private Storage StorageOf(ulong address, int length)
    {
        var (storage, end) = StorageOf(address);
        return end - address >= (ulong)length ? storage : Storage.None;
    }

    private (Storage Storage, ulong End) StorageOf(ulong address)
    {
        return address switch
        {
            >= FourGBytes => RamUpTo(FourGBytes + _above, ulong.MaxValue),
            >= Firmware => (Storage.Rom, FourGBytes),
            >= LegacyEnd => RamUpTo(_below, Firmware),
            >= LegacyFirmware => (Storage.Rom, LegacyEnd),
            >= OptionRomsEnd => RamUpTo(_below, LegacyFirmware),
            >= OptionRomsStart => (Storage.Rom, OptionRomsEnd),
            _ => RamUpTo(_below, OptionRomsStart),
        };

        (Storage Storage, ulong End) RamUpTo(ulong ram, ulong next) => address < ram ? (Storage.Ram, Math.Min(ram, next)) : (Storage.None, next);
    }
}
