using Vtd.Benchmarks.Timer;

namespace Vtd.Benchmarks.Registers;

/// <summary>The registers of <c>timer.vtd.yaml</c> as an emulator has them by hand: fields, a switch and masks. Accesses of 4 bytes reach either half of the
/// wide ones, those of 8 bytes two neighbours, as in the generated register file.</summary>
internal sealed class HandwrittenTimer(ITimerRegisterHandler handler)
{
    private const int Size = 0x1000;
    private const ulong LowHalf = uint.MaxValue;

    private uint _ctrl;
    private uint _status;
    private uint _limit;
    private ulong _base;
    private ulong _tail;

    public bool Write(int offset, int size, ulong value)
    {
        if (!Exists(offset, size))
            return false;
        if (size == 4)
            return Write32(offset, (uint)value);

        switch (offset)
        {
            case 0x28:
                _base = value & 0xFFFF_FFFF_FFFF_F000;
                return true;
            case 0x88:
                SetTail(value & 0x7_FFF0);
                return true;
            default:
                var low = Write32(offset, (uint)value);
                var high = Write32(offset + 4, (uint)(value >> 32));
                return low || high;
        }
    }

    public ulong Read(int offset, int size)
    {
        if (!Exists(offset, size))
            return 0;
        if (size == 4)
            return Read32(offset);

        return offset switch
        {
            0x28 => _base,
            0x88 => _tail,
            _ => Read32(offset) | (ulong)Read32(offset + 4) << 32,
        };
    }

    private static bool Exists(int offset, int size) => size is 4 or 8 && (offset & (size - 1)) == 0 && offset >= 0 && offset <= Size - size;

    private bool Write32(int offset, uint value)
    {
        switch (offset)
        {
            case 0x00:
                return true;
            case 0x18:
                var ctrl = _ctrl;
                _ctrl = value & 0xFF01;
                handler.OnWrite(new Ctrl(ctrl), new Ctrl(_ctrl | (value & 0x8000_0000)));
                return true;
            case 0x1C:
                var status = _status;
                _status &= ~(value & 3);
                handler.OnWrite(new Status(status), new Status(_status));
                return true;
            case 0x20:
                _limit = value;
                return true;
            case 0x28:
                _base = (_base & ~LowHalf) | (value & 0xFFFF_F000);
                return true;
            case 0x2C:
                _base = (_base & LowHalf) | (ulong)value << 32;
                return true;
            case 0x88:
                SetTail((_tail & ~LowHalf) | (value & 0x7_FFF0));
                return true;
            case 0x8C:
                SetTail(_tail);
                return true;
            default:
                return false;
        }
    }

    private uint Read32(int offset) => offset switch
    {
        0x00 => 0x10,
        0x18 => _ctrl,
        0x1C => _status,
        0x20 => _limit,
        0x28 => (uint)_base,
        0x2C => (uint)(_base >> 32),
        0x88 => (uint)_tail,
        0x8C => (uint)(_tail >> 32),
        _ => 0,
    };

    private void SetTail(ulong value)
    {
        var before = _tail;
        _tail = value;
        handler.OnWrite(new Tail(before), new Tail(_tail));
    }
}
