using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Vtd.Runtime;

/// <summary>Guest memory for tests and demos: zero until written, held page by page.</summary>
/// <remarks>Any thread may use it at any time; single bytes are never torn, longer values may be.</remarks>
public sealed class SparseGuestMemory : IGuestMemory
{
    private const int PageSize = 4096;

    private readonly ConcurrentDictionary<ulong, byte[]> _pages = new();
    private readonly ulong _size;
    private readonly int _maxPages;

    /// <summary>Makes memory that reads as zero.</summary>
    /// <param name="size">Bytes, from address 0. Nothing above can be read or written.</param>
    /// <param name="maxPages">The largest number of 4 KiB pages that can be written to; a write that needs one more fails.</param>
    public SparseGuestMemory(ulong size = 1UL << 32, int maxPages = 1 << 16)
    {
        ArgumentOutOfRangeException.ThrowIfZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPages);
        _size = size;
        _maxPages = maxPages;
    }

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> destination)
    {
        if (!Contains(address, destination.Length))
            return false;
        while (destination.Length > 0)
        {
            var offset = (int)(address % PageSize);
            var part = destination[..Math.Min(destination.Length, PageSize - offset)];
            if (_pages.TryGetValue(address / PageSize, out var page))
                page.AsSpan(offset, part.Length).CopyTo(part);
            else
                part.Clear();
            destination = destination[part.Length..];
            address += (ulong)part.Length;
        }
        return true;
    }

    /// <inheritdoc/>
    public bool TryReadUInt64(ulong address, out ulong value)
    {
        value = 0;
        if (address % sizeof(ulong) != 0)
            return ReadBytes(address, out value);
        if (!Contains(address, sizeof(ulong)))
            return false;
        if (_pages.TryGetValue(address / PageSize, out var page))
            value = BinaryPrimitives.ReadUInt64LittleEndian(page.AsSpan((int)(address % PageSize)));
        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(ulong address, ReadOnlySpan<byte> source)
    {
        if (!Contains(address, source.Length))
            return false;
        while (source.Length > 0)
        {
            var offset = (int)(address % PageSize);
            var part = source[..Math.Min(source.Length, PageSize - offset)];
            if (!TryGetPage(address, out var page))
                return false;
            part.CopyTo(page.AsSpan(offset));
            source = source[part.Length..];
            address += (ulong)part.Length;
        }
        return true;
    }

    /// <inheritdoc/>
    public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
    {
        found = 0;
        if (address % sizeof(ulong) != 0 || !Contains(address, sizeof(ulong)) || !TryGetPage(address, out var page))
            return false;
        var words = MemoryMarshal.Cast<byte, ulong>(page.AsSpan());
        found = Little(Interlocked.CompareExchange(ref words[(int)(address % PageSize) / sizeof(ulong)], Little(value), Little(expected)));
        return true;
    }

    private bool ReadBytes(ulong address, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        var isThere = TryRead(address, bytes);
        value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return isThere;
    }

    /// <summary>A value that memory holds in little-endian order, in the order of this machine, or the other way.</summary>
    private static ulong Little(ulong value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);

    /// <summary>The page of an address, made if there may be one more.</summary>
    private bool TryGetPage(ulong address, [NotNullWhen(true)] out byte[]? page)
    {
        if (_pages.TryGetValue(address / PageSize, out page))
            return true;
        if (_pages.Count >= _maxPages)
            return false;
        page = _pages.GetOrAdd(address / PageSize, static _ => new byte[PageSize]);
        return true;
    }

    private bool Contains(ulong address, int length) => address < _size && (ulong)length <= _size - address;
}
