namespace Vtd.Runtime.State;

/// <summary>Guest memory whose use counts as work.</summary>
internal sealed class MeteredMemory(IGuestMemory memory, WorkMeter meter) : IGuestMemory
{
    private const int BytesPerUnit = 256;

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> destination)
    {
        meter.Spend(1 + destination.Length / BytesPerUnit);
        return memory.TryRead(address, destination);
    }

    /// <inheritdoc/>
    public bool TryWrite(ulong address, ReadOnlySpan<byte> source)
    {
        meter.Spend(1 + source.Length / BytesPerUnit);
        return memory.TryWrite(address, source);
    }

    /// <inheritdoc/>
    public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
    {
        meter.Spend();
        return memory.TryCompareExchange(address, expected, value, out found);
    }
}
