using Vtd.Architecture;

namespace Vtd.Conformance.Programs;

/// <summary>Makes random addresses and numbers that programs use.</summary>
internal sealed class RandomAddresses(Dice dice)
{
    private const ulong BeyondMemory = 1UL << 33;

    /// <summary>An address for a table: in the window, mostly.</summary>
    public ulong AnyTable() => dice.Chance(80) ? dice.Page(Places.Queue, 16) : dice.Chance(50) ? 0x200000 : BeyondMemory;

    /// <summary>The address of an interrupt message.</summary>
    public ulong Message() => dice.Next(6) switch
    {
        0 => 0xFEE00000 | (ulong)dice.Next(256) << 12,
        1 => (new RemappableMsi(0) with { PREFIX = InterruptPrefix.InterruptRange, IF = InterruptFormat.Remappable, HANDLE = (ushort)dice.Pick(0, 1, 2, 3, 4, 5, 300) }).Qword0,
        2 or 3 => (new RemappableMsi(0) with { PREFIX = InterruptPrefix.InterruptRange, IF = InterruptFormat.Remappable, HANDLE = (ushort)dice.Next(6), SHV = dice.Chance(40) }).Qword0,
        _ => 0xFEE00000,
    };

    /// <summary>A domain id.</summary>
    public ushort Domain() => (ushort)dice.Next(1, 5);

    /// <summary>An address on one of the pages that are mapped, mostly.</summary>
    public ulong Data() => dice.Page(Places.Data, 8) + (ulong)dice.Next(0x200) * 8;

    /// <summary>An address that a device uses.</summary>
    public ulong Input()
    {
        var data = Data();
        return dice.Next(20) switch
        {
            < 13 => data,
            13 or 14 => Places.Span(2) + data,
            15 or 16 => Places.Span(3) + data,
            17 => data | 1UL << dice.Next(34, 64),
            18 => data + Places.Span(4),
            _ => 0xFEE00000 | (ulong)dice.Next(1, 0xFF) << 12,
        };
    }
}
