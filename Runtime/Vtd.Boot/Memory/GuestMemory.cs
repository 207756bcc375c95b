using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Vtd.Boot.Native;
using Vtd.Runtime;

namespace Vtd.Boot.Memory;

/// <summary>Guest memory that is shared with the machine: one file, parts of which are at guest-physical addresses.</summary>
/// <remarks>Processors and devices access the same bytes at any time. The addresses change while accesses are under way: each access sees the regions
/// before or after a change.</remarks>
public sealed class GuestMemory : IGuestMemory, IDisposable
{
    private readonly SharedMapping _mapping;
    private volatile MemoryRegion[] _regions = [];

    /// <summary>Makes guest memory that is at no address yet.</summary>
    /// <param name="file">The file with the bytes.</param>
    /// <param name="size">Bytes of the file.</param>
    public GuestMemory(SafeFileHandle file, long size)
    {
        _mapping = new(file, size);
        FileName = MemoryFile.NameOf(file);
    }

    /// <summary>The name by which the system knows the file.</summary>
    public string? FileName { get; }

    /// <summary>The regions in use.</summary>
    public IReadOnlyList<MemoryRegion> Regions => _regions;

    /// <summary>Replaces all regions.</summary>
    /// <param name="regions">The new regions. One that is not inside the file is left out.</param>
    public void Replace(IEnumerable<MemoryRegion> regions) => _regions = [.. regions.Where(region => region.IsInside(_mapping.Size))];

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> destination)
    {
        var regions = _regions;
        while (destination.Length > 0)
        {
            if (!TryFind(regions, address, destination.Length, out var part))
                return false;
            part.CopyTo(destination);
            destination = destination[part.Length..];
            address += (ulong)part.Length;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryReadUInt64(ulong address, out ulong value)
    {
        if (TryFind(_regions, address, sizeof(ulong), out var part) && part.Length == sizeof(ulong) && IsAligned(part))
        {
            value = Volatile.Read(ref MemoryMarshal.AsRef<ulong>(part));
            return true;
        }

        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        var isThere = TryRead(address, bytes);
        value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return isThere;
    }

    /// <inheritdoc/>
    public bool TryWrite(ulong address, ReadOnlySpan<byte> source)
    {
        var regions = _regions;
        while (source.Length > 0)
        {
            if (!TryFind(regions, address, source.Length, out var part))
                return false;
            source[..part.Length].CopyTo(part);
            source = source[part.Length..];
            address += (ulong)part.Length;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found)
    {
        found = 0;
        if (!TryFind(_regions, address, sizeof(ulong), out var part) || part.Length < sizeof(ulong) || !IsAligned(part))
            return false;
        found = Interlocked.CompareExchange(ref MemoryMarshal.AsRef<ulong>(part), value, expected);
        return true;
    }

    /// <summary>Ends the mapping. No access may be under way or to come.</summary>
    public void Dispose() => _mapping.Dispose();

    /// <summary>Finds the bytes at an address, as many as one region has.</summary>
    private bool TryFind(MemoryRegion[] regions, ulong address, int most, out Span<byte> part)
    {
        foreach (var region in regions)
        {
            var at = address - region.Address;
            if (at >= region.Size)
                continue;
            part = _mapping.At(region.Offset + at, (int)Math.Min((ulong)most, region.Size - at));
            return true;
        }

        part = default;
        return false;
    }

    private static unsafe bool IsAligned(Span<byte> part) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(part)) % sizeof(ulong) == 0;
}
