using System.Buffers.Binary;

namespace Vtd.Runtime.State;

/// <summary>Guest memory as the unit uses it: accesses have a purpose, count as work and are reported.</summary>
internal sealed class UnitMemory(IGuestMemory memory, WorkMeter meter)
{
    private const int BytesPerUnit = 256;

    /// <summary>The observer of accesses; null for no observer.</summary>
    public IUnitObserver? Observer { get; set; }

    /// <inheritdoc cref="IGuestMemory.TryRead"/>
    public bool TryRead(in MemoryPlace place, Span<byte> destination)
    {
        meter.Spend(1 + destination.Length / BytesPerUnit);
        var isThere = memory.TryRead(place.Address, destination);
        Observer?.MemoryRead(place, destination, isThere);
        return isThere;
    }

    /// <inheritdoc cref="IGuestMemory.TryReadUInt64"/>
    public bool TryReadUInt64(in MemoryPlace place, out ulong value)
    {
        var isThere = TryReadUnobserved(place.Address, out value);
        if (Observer is { } observer)
            Report(observer, place, value, isThere);
        return isThere;
    }

    /// <summary>Reads eight bytes as <see cref="TryReadUInt64"/> does, where there is no observer.</summary>
    public bool TryReadUnobserved(ulong address, out ulong value)
    {
        meter.Spend();
        return memory.TryReadUInt64(address, out value);
    }

    /// <inheritdoc cref="IGuestMemory.TryWrite"/>
    public bool TryWrite(in MemoryPlace place, ReadOnlySpan<byte> source)
    {
        meter.Spend(1 + source.Length / BytesPerUnit);
        var isThere = memory.TryWrite(place.Address, source);
        Observer?.MemoryWritten(place, source, isThere);
        return isThere;
    }

    /// <inheritdoc cref="IGuestMemory.TryCompareExchange"/>
    public bool TryCompareExchange(in MemoryPlace place, ulong expected, ulong value, out ulong found)
    {
        meter.Spend();
        var isThere = memory.TryCompareExchange(place.Address, expected, value, out found);
        Observer?.MemoryExchanged(place, new(expected, value, found), isThere);
        return isThere;
    }

    private static void Report(IUnitObserver observer, in MemoryPlace place, ulong value, bool isThere)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        observer.MemoryRead(place, bytes, isThere);
    }
}
