using System.Buffers.Binary;
using Vtd.Machine.Pci;
using Vtd.Runtime;

namespace Vtd.Machine.Bus;

/// <summary>Routes physical addresses: to RAM, the registers of the unit, the memory regions of devices, or nothing.</summary>
/// <remarks>Registers are accessed in the pieces that an aligned access of at most 8 bytes can have.</remarks>
public sealed class SystemBus(SystemMemory memory, PciBus pci, BoardSpace board) : IGuestMemory
{
    /// <summary>Address of the unit's registers.</summary>
    public const ulong UnitBase = 0xFED9_0000;

    private const int WidestAccess = 8;

    /// <summary>The unit, once there is one.</summary>
    public VtdUnit? Unit { get; set; }

    /// <summary>Reads bytes. What is not there reads 0.</summary>
    /// <returns>Whether all of them are there.</returns>
    public bool Read(ulong address, Span<byte> destination)
    {
        var isThere = true;
        while (destination.Length > 0)
        {
            var length = Length(address, destination.Length, out var isMemory);
            var piece = destination[..length];
            if (!isMemory)
                isThere &= ReadRegister(address, piece);
            else if (!memory.TryRead(address, piece))
                return false;
            destination = destination[length..];
            address += (ulong)length;
        }

        return isThere;
    }

    /// <summary>Writes bytes. What is not there stays so.</summary>
    /// <returns>Whether all of them are there.</returns>
    public bool Write(ulong address, ReadOnlySpan<byte> source)
    {
        var isThere = true;
        while (source.Length > 0)
        {
            var length = Length(address, source.Length, out var isMemory);
            isThere &= isMemory ? memory.TryWrite(address, source[..length]) : WriteRegister(address, source[..length]);
            source = source[length..];
            address += (ulong)length;
        }

        return isThere;
    }

    /// <inheritdoc/>
    /// <remarks>A device reads 0 where there is nothing, as in QEMU, so that no read fails.</remarks>
    bool IGuestMemory.TryRead(ulong address, Span<byte> destination)
    {
        Read(address, destination);
        return true;
    }

    bool IGuestMemory.TryWrite(ulong address, ReadOnlySpan<byte> source) => Write(address, source);

    bool IGuestMemory.TryCompareExchange(ulong address, ulong expected, ulong value, out ulong found) => memory.TryCompareExchange(address, expected, value, out found);

    /// <summary>Bytes that are accessed at once.</summary>
    private int Length(ulong address, int most, out bool isMemory)
    {
        var run = (int)Math.Min(memory.Run(address, out isMemory), (ulong)most);
        if (isMemory)
            return run;
        var length = WidestAccess;
        while (length > most || address % (ulong)length != 0)
            length /= 2;
        return length;
    }

    private bool ReadRegister(ulong address, Span<byte> piece)
    {
        Span<byte> bytes = stackalloc byte[WidestAccess];
        var isThere = true;
        ulong value = 0;
        if (Unit is not null && address - UnitBase < (ulong)VtdUnit.RegisterBlockSize)
            value = Unit.ReadRegister((int)(address - UnitBase), piece.Length);
        else if (!board.TryRead(address, piece.Length, out value))
            isThere = Find(address, out var offset) is { } function && function.TryRead(offset, piece.Length, out value);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        bytes[..piece.Length].CopyTo(piece);
        return isThere;
    }

    private bool WriteRegister(ulong address, ReadOnlySpan<byte> piece)
    {
        Span<byte> bytes = stackalloc byte[WidestAccess];
        bytes.Clear();
        piece.CopyTo(bytes);
        var value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (Unit is not null && address - UnitBase < (ulong)VtdUnit.RegisterBlockSize)
            Unit.WriteRegister((int)(address - UnitBase), piece.Length, value);
        else if (!board.TryWrite(address, piece.Length, value))
            return Find(address, out var offset) is { } function && function.TryWrite(offset, piece.Length, value);
        return true;
    }

    private PciFunction? Find(ulong address, out ulong offset)
    {
        offset = 0;
        foreach (var function in pci.Present)
        {
            if (function.TryFind(address, out offset))
                return function;
        }

        return null;
    }
}
