namespace Vtd.Runtime.Tests.Memory;

/// <summary>Guest memory that counts what is asked of it.</summary>
internal sealed class CountingMemory(IGuestMemory memory) : IGuestMemory
{
    /// <summary>Reads, writes and exchanges so far.</summary>
    public long Accesses { get; private set; }

    /// <summary>Reads so far.</summary>
    public long Reads { get; set; }

    public bool TryRead(ulong address, Span<byte> destination)
    {
        Accesses++;
        Reads++;
        return memory.TryRead(address, destination);
    }

    public bool TryWrite(ulong address, ReadOnlySpan<byte> source)
    {
        Accesses++;
        return memory.TryWrite(address, source);
    }

    public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
    {
        Accesses++;
        return memory.TryCompareExchange(address, expected, value, out found);
    }
}
