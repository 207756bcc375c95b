using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Vtd.Runtime;

namespace Vtd.Benchmarks.Unit;

/// <summary>Guest memory as an emulator has it: one piece.</summary>
internal sealed class FlatMemory(int size) : IGuestMemory
{
    private readonly byte[] _bytes = new byte[size];

    public Span<byte> At(ulong address, int length) => _bytes.AsSpan((int)address, length);

    public bool TryRead(ulong address, Span<byte> destination)
    {
        if (!Contains(address, destination.Length))
            return false;
        At(address, destination.Length).CopyTo(destination);
        return true;
    }

    public bool TryReadUInt64(ulong address, out ulong value)
    {
        value = 0;
        if (!Contains(address, sizeof(ulong)))
            return false;
        value = BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan((int)address));
        return true;
    }

    public bool TryWrite(ulong address, ReadOnlySpan<byte> source)
    {
        if (!Contains(address, source.Length))
            return false;
        source.CopyTo(At(address, source.Length));
        return true;
    }

    public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
    {
        found = 0;
        if (!Contains(address, sizeof(ulong)))
            return false;
        found = Interlocked.CompareExchange(ref MemoryMarshal.Cast<byte, ulong>(At(address, sizeof(ulong)))[0], value, expected);
        return true;
    }

    private bool Contains(ulong address, int length) => address < (ulong)_bytes.Length && (ulong)length <= (ulong)_bytes.Length - address;
}
