using Vtd.Runtime;

namespace Vtd.Machine.Bus;

/// <summary>The machine's RAM, where q35 has it: two ranges, with room for devices between them, and without the places of firmware and video.</summary>
public sealed class SystemMemory : IGuestMemory
{
    private const ulong FourGBytes = 1UL << 32;
    private const ulong MostBelow = 0xB000_0000;
    private const ulong HalfBelow = 0x8000_0000;
    private const ulong LegacyStart = 0xA_0000;
    private const ulong LegacyEnd = 0x10_0000;
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

    /// <summary>Bytes of it.</summary>
    public ulong Size { get; }

    public bool TryRead(ulong address, Span<byte> destination) => TryPlace(address, destination.Length, out var place) && _memory.TryRead(place, destination);

    public bool TryReadUInt64(ulong address, out ulong value)
    {
        value = 0;
        return TryPlace(address, sizeof(ulong), out var place) && _memory.TryReadUInt64(place, out value);
    }

    public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => TryPlace(address, source.Length, out var place) && _memory.TryWrite(place, source);

    public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
    {
        found = 0;
        return TryPlace(address, sizeof(ulong), out var place) && _memory.TryCompareExchange(place, expected, value, out found);
    }

    /// <summary>The number of bytes from an address on that are all RAM, or all not.</summary>
    /// <param name="isMemory">Whether the bytes are RAM.</param>
    public ulong Run(ulong address, out bool isMemory)
    {
        isMemory = true;
        if (address < Math.Min(LegacyStart, _below))
            return Math.Min(LegacyStart, _below) - address;
        if (address >= LegacyEnd && address < _below)
            return _below - address;
        if (address >= FourGBytes && address - FourGBytes < _above)
            return _above - (address - FourGBytes);
        isMemory = false;
        if (address < LegacyEnd && LegacyEnd < _below)
            return LegacyEnd - address;
        return address < FourGBytes ? FourGBytes - address : ulong.MaxValue - address;
    }

    private bool TryPlace(ulong address, int length, out ulong place)
    {
        place = address < FourGBytes ? address : address - FourGBytes + _below;
        return Run(address, out var isMemory) >= (ulong)length && isMemory;
    }
}
