using Vtd.Machine.Bus;
using Vtd.Machine.Codegen;
using Vtd.Machine.Hpet;

namespace Vtd.Machine.Board;

/// <summary>High-precision event timers, in virtual time, with a counter of 100 MHz. An interrupt is seen in its status; none reaches a processor.</summary>
public sealed class EventTimers : IBoardDevice, IHpetRegisterHandler
{
    private const long CountTime = 10;
    private const uint Femtoseconds = 1_000_000;

    private readonly HpetRegisterFile _registers = new(new HpetCapabilities
    {
        CAP = new() { PERIOD = (uint)CountTime * Femtoseconds, VENDOR = 0x8086, LEGACY = true, WIDE = true, LAST = 2, REVISION = 1 },
    });

    private readonly VirtualClock _clock;
    private readonly BoardQuirks _quirks;
    private readonly object[] _alarms;
    private readonly ulong[] _periods;
    private long _countedFrom;

    /// <summary>Creates the device as it is after power-on.</summary>
    /// <param name="clock">Virtual time.</param>
    /// <param name="quirks">The deviations from the specification.</param>
    public EventTimers(VirtualClock clock, BoardQuirks quirks)
    {
        _clock = clock;
        _quirks = quirks;
        _alarms = [.. Enumerable.Range(0, _registers.TIMER.Length).Select(static _ => new object())];
        _periods = new ulong[_alarms.Length];
    }

    /// <summary>Bytes of memory that it takes.</summary>
    public static int Length => HpetRegisterFile.Size;

    private ulong Count => _registers.CFG.ENABLE
        ? _registers.COUNTER.VALUE_OF + (ulong)((_clock.Now - _countedFrom) / CountTime)
        : _registers.COUNTER.VALUE_OF;

    /// <inheritdoc/>
    public ulong Read(int offset, int size) => _registers.Read(offset, size, out var value, this) == RegisterAccess.Done ? value : 0;

    /// <inheritdoc/>
    public void Write(int offset, int size, ulong value)
    {
        if (size < sizeof(ulong) || !_quirks.HasFlag(BoardQuirks.TimersSplitAccesses))
        {
            _registers.Write(offset, size, value, this);
            return;
        }

        _registers.Write(offset, sizeof(uint), (uint)value, this);
        _registers.Write(offset + sizeof(uint), sizeof(uint), value >> 32, this);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        var status = _registers.STATUS;
        _registers.Reset(keepSticky: true);
        if (_quirks.HasFlag(BoardQuirks.TimersKeepStatus))
            _registers.STATUS = status;
        Array.Clear(_periods);
    }

    void IHpetRegisterHandler.OnWrite(Cfg before, Cfg after)
    {
        if (before.ENABLE == after.ENABLE)
            return;
        if (before.ENABLE)
            _registers.COUNTER = new() { VALUE_OF = _registers.COUNTER.VALUE_OF + (ulong)((_clock.Now - _countedFrom) / CountTime) };
        _countedFrom = _clock.Now;
        for (var index = 0; index < _alarms.Length; index++)
            Arm(index);
    }

    Counter IHpetRegisterHandler.OnReading(Counter value) => new() { VALUE_OF = Count };

    /// <summary>The register holds what was read, so counting goes on from there.</summary>
    void IHpetRegisterHandler.OnRead(Counter value) => _countedFrom = _clock.Now - (_clock.Now - _countedFrom) % CountTime;

    void IHpetRegisterHandler.OnWrite(int index, TimerConfig before, TimerConfig after)
    {
        if (after.NARROW)
        {
            _registers.TIMER[index].COMPARATOR = _registers.TIMER[index].COMPARATOR with { HIGH = 0 };
            _periods[index] = (uint)_periods[index];
        }

        Arm(index);
    }

    /// <summary>A periodic timer takes what is written as its period, and as its comparator too only after SETVALUE.</summary>
    void IHpetRegisterHandler.OnWrite(int index, TimerComparator before, TimerComparator after, WrittenBytes bytes)
    {
        var timer = _registers.TIMER[index];
        var config = timer.CONFIG;
        timer.COMPARATOR = before;
        if (config.NARROW && !_quirks.HasFlag(BoardQuirks.TimersKeepUpperHalf))
        {
            if (bytes.First > 0)
                return;
            after = after with { HIGH = 0 };
        }

        if (!config.REPEAT || config.SETVALUE)
            timer.COMPARATOR = after;
        if (config.REPEAT)
            _periods[index] = after.Value;
        timer.CONFIG = config with { SETVALUE = false };
        Arm(index);
    }

    /// <summary>Has virtual time stop where a timer is due.</summary>
    private void Arm(int index)
    {
        var (config, due) = (_registers.TIMER[index].CONFIG, _registers.TIMER[index].COMPARATOR.Value);
        var left = config.NARROW ? (uint)(due - Count) : due - Count;
        if (_registers.CFG.ENABLE && config.ENABLE && left <= long.MaxValue / CountTime / 2)
            _clock.Set(_alarms[index], _clock.Now + (long)left * CountTime, () => Expire(index));
    }

    private void Expire(int index)
    {
        var timer = _registers.TIMER[index];
        if (!_registers.CFG.ENABLE || !timer.CONFIG.ENABLE)
            return;
        if (timer.CONFIG.LEVEL)
            _registers.STATUS = new() { ACTIVE = _registers.STATUS.ACTIVE | 1U << index };
        if (!timer.CONFIG.REPEAT || _periods[index] == 0)
            return;
        timer.COMPARATOR = new(timer.COMPARATOR.Value + _periods[index]);
        Arm(index);
    }
}
