using System.Buffers.Binary;

namespace Vtd.Runtime;

/// <summary>The memory that a unit reads its tables and queues from and writes status to, by guest-physical address.</summary>
/// <remarks>Called with the unit's lock held: it must be quick, must not throw and must not call the unit.</remarks>
public interface IGuestMemory
{
    /// <summary>Reads bytes.</summary>
    /// <param name="address">Address of the first byte.</param>
    /// <param name="destination">Where they go.</param>
    /// <returns>False if any of them is not memory; what <paramref name="destination"/> holds then does not matter.</returns>
    bool TryRead(ulong address, Span<byte> destination);

    /// <summary>Reads eight bytes, little-endian, as one step where the memory can: a page-table entry, which processors write as one.</summary>
    /// <remarks>Memory need not have it, as <see cref="TryRead"/> does the same; walks of page tables are faster with it.</remarks>
    /// <param name="address">Address of the first byte.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if any of them is not memory; what <paramref name="value"/> is then does not matter.</returns>
    bool TryReadUInt64(ulong address, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        var isThere = TryRead(address, bytes);
        value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return isThere;
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="address">Address of the first byte.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>False if any of them is not memory.</returns>
    bool TryWrite(ulong address, ReadOnlySpan<byte> source);

    /// <summary>Writes eight bytes, as one step, if they still are what was read before. The unit sets accessed and dirty bits
    /// and posts interrupts with it, while processors and other devices may write to the same place.</summary>
    /// <param name="address">Address of the first byte, a multiple of 8.</param>
    /// <param name="expected">The expected bytes, little-endian.</param>
    /// <param name="value">The new bytes, little-endian.</param>
    /// <param name="found">The former bytes: <paramref name="expected"/> if and only if they were replaced.</param>
    /// <returns>False if any of them is not memory that can be written; nothing happened then.</returns>
    bool TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found);
}
