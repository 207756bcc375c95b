using System.Buffers.Binary;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime;

/// <summary>Guest memory as one device sees it: every access is translated by a unit, page by page, and a write to the interrupt range is an interrupt.</summary>
/// <remarks>Any thread may use it. An access is made of several requests where it crosses pages, so a part of it can be done and another part blocked.
/// Accesses that the caches of the unit answer take no lock and allocate nothing.</remarks>
/// <param name="unit">The unit that the device is behind; null for a device behind no unit, whose addresses are those of guest memory.</param>
/// <param name="sourceId">The source-id of the device.</param>
/// <param name="memory">Guest memory, by guest-physical address. Called without the unit's lock.</param>
/// <param name="interrupts">The destination of the device's interrupts after remapping. Called on the thread that writes.</param>
/// <param name="pasid">The PASID of all requests, 20 bits; null for requests without PASID.</param>
public sealed class DeviceMemory(VtdUnit? unit, SourceId sourceId, IGuestMemory memory, IMessageSink interrupts, uint? pasid = null)
{
    private const int PageSize = 4096;
    private const int InterruptSize = sizeof(uint);

    /// <summary>Reads bytes.</summary>
    /// <param name="address">The address of the first byte, as the device sends it.</param>
    /// <param name="destination">The bytes; 0 where a request was blocked or found no memory.</param>
    /// <returns>True if all bytes were read.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The PASID has more than 20 bits.</exception>
    public bool TryRead(ulong address, Span<byte> destination)
    {
        var isDone = true;
        while (destination.Length > 0)
        {
            var piece = destination[..LengthInPage(address, destination.Length)];
            if (Translate(address, DmaAccess.Read, pasid, out var output) != DmaOutcome.Allowed || !memory.TryRead(output, piece))
            {
                piece.Clear();
                isDone = false;
            }

            destination = destination[piece.Length..];
            address += (ulong)piece.Length;
        }

        return isDone;
    }

    /// <summary>Writes bytes, or sends interrupts: in the interrupt range, each aligned group of four bytes is one (3.14).</summary>
    /// <param name="address">The address of the first byte, as the device sends it.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>True if all bytes were written, and all interrupts sent.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The PASID has more than 20 bits.</exception>
    public bool TryWrite(ulong address, ReadOnlySpan<byte> source) => TryWrite(address, source, pasid);

    /// <summary>Sends a message-signaled interrupt: a write of four bytes without PASID, which is an interrupt in the interrupt range and goes to memory elsewhere.</summary>
    /// <param name="address">The address of the message: from FEE00000h to FEEFFFFCh if it is to be an interrupt.</param>
    /// <param name="data">The data of the message.</param>
    /// <returns>False if the unit blocked the message, or nothing is at its address.</returns>
    public bool TrySendInterrupt(ulong address, uint data)
    {
        Span<byte> message = stackalloc byte[InterruptSize];
        BinaryPrimitives.WriteUInt32LittleEndian(message, data);
        return TryWrite(address, message, ofPasid: null);
    }

    private bool TryWrite(ulong address, ReadOnlySpan<byte> source, uint? ofPasid)
    {
        var isDone = true;
        while (source.Length > 0)
        {
            var piece = source[..LengthInPage(address, source.Length)];
            var outcome = Translate(address, DmaAccess.Write, ofPasid, out var output);
            if (outcome == DmaOutcome.Interrupt)
            {
                piece = piece[..Math.Min(piece.Length, InterruptSize - (int)(address % InterruptSize))];
                isDone &= piece.Length == InterruptSize && TryInterrupt(address, BinaryPrimitives.ReadUInt32LittleEndian(piece));
            }
            else
            {
                isDone &= outcome == DmaOutcome.Allowed && memory.TryWrite(output, piece);
            }

            source = source[piece.Length..];
            address += (ulong)piece.Length;
        }

        return isDone;
    }

    private bool TryInterrupt(ulong address, uint data)
    {
        var result = unit?.RemapInterrupt(new(sourceId, address, data)) ?? new(InterruptOutcome.Unchanged, address, data, default);
        if (result.Outcome is InterruptOutcome.Unchanged or InterruptOutcome.Remapped or InterruptOutcome.PostedWithNotification)
            interrupts.Send(result.Address, result.Data);
        return result.Outcome != InterruptOutcome.Blocked;
    }

    private static int LengthInPage(ulong address, int length) => (int)Math.Min((ulong)length, PageSize - address % PageSize);

    private DmaOutcome Translate(ulong address, DmaAccess access, uint? ofPasid, out ulong output)
    {
        if (unit is null)
        {
            output = address;
            return access == DmaAccess.Write && ofPasid is null && InterruptRange.Contains(address) ? DmaOutcome.Interrupt : DmaOutcome.Allowed;
        }

        var result = unit.Translate(new(sourceId, address, access) { Pasid = ofPasid });
        output = result.Translate(address);
        return result.Outcome;
    }
}
