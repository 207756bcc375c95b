using System.Buffers.Binary;
using Vtd.Runtime;

namespace Vtd.Machine.Bus;

/// <summary>How a device reaches the rest of the machine: its memory accesses and messages go through the unit.</summary>
/// <param name="sourceId">The device: bus in bits 15:8, device and function below.</param>
internal sealed class DevicePort(ushort sourceId, SystemBus bus, InterruptController interrupts)
{
    private const int PageSize = 4096;

    /// <summary>Reads memory. What is blocked reads 0, as in QEMU.</summary>
    /// <returns>Whether nothing was blocked or missing.</returns>
    public bool Read(ulong address, Span<byte> destination)
    {
        var isDone = true;
        while (destination.Length > 0)
        {
            var isAllowed = Translate(address, DmaAccess.Read, destination.Length, out var place, out var length) == DmaOutcome.Allowed;
            var piece = destination[..length];
            if (isAllowed)
                isDone &= bus.Read(place, piece);
            else
                piece.Clear();
            isDone &= isAllowed;
            destination = destination[length..];
            address += (ulong)length;
        }

        return isDone;
    }

    /// <summary>Writes memory, or sends an interrupt.</summary>
    /// <returns>Whether nothing was blocked or missing.</returns>
    public bool Write(ulong address, ReadOnlySpan<byte> source)
    {
        var isDone = true;
        while (source.Length > 0)
        {
            var outcome = Translate(address, DmaAccess.Write, source.Length, out var place, out var length);
            if (outcome == DmaOutcome.Interrupt)
            {
                length = Math.Min(length, sizeof(uint) - (int)(address % sizeof(uint)));
                isDone &= length == sizeof(uint) && Interrupt(address, BinaryPrimitives.ReadUInt32LittleEndian(source));
            }
            else
            {
                isDone &= outcome == DmaOutcome.Allowed && bus.Write(place, source[..length]);
            }

            source = source[length..];
            address += (ulong)length;
        }

        return isDone;
    }

    /// <summary>Sends a message: a write of four bytes.</summary>
    public void Send(ulong address, uint data)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, data);
        Write(address, bytes);
    }

    /// <summary>Sets the level of the device's interrupt pin.</summary>
    public void SetPin(bool isAsserted) => interrupts.SetPin(sourceId, isAsserted);

    /// <param name="length">How many of the bytes go the same way.</param>
    private DmaOutcome Translate(ulong address, DmaAccess access, int wanted, out ulong place, out int length)
    {
        place = address;
        length = (int)Math.Min((ulong)wanted, PageSize - address % PageSize);
        if (bus.Unit is null)
            return InterruptController.Contains(address) && access == DmaAccess.Write ? DmaOutcome.Interrupt : DmaOutcome.Allowed;
        var result = bus.Unit.Translate(new(sourceId, address, access));
        if (result.Outcome == DmaOutcome.Allowed)
            place = result.Translate(address);
        return result.Outcome;
    }

    private bool Interrupt(ulong address, uint data)
    {
        var result = bus.Unit?.RemapInterrupt(new(sourceId, address, data)) ?? new(InterruptOutcome.Unchanged, address, data, 0);
        switch (result.Outcome)
        {
            case InterruptOutcome.Unchanged or InterruptOutcome.Remapped or InterruptOutcome.PostedWithNotification:
                interrupts.Deliver(result.Address, result.Data);
                return true;
            default:
                return result.Outcome == InterruptOutcome.Posted;
        }
    }
}
