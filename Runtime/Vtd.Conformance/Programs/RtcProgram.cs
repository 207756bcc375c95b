using Vtd.Conformance.Scripts;
using Vtd.Machine.Board;
using Vtd.Machine.CmosIndex;
using Vtd.Machine.Mc146818;

namespace Vtd.Conformance.Programs;

/// <summary>Makes random programs for the clock. Virtual time stands still but where an interrupt is waited for.</summary>
/// <remarks>
/// The data sheet does not say what a clock makes of something that is no time, so a time that counts is one, and its day of the week is the right one;
/// anything is written while SET holds the clock. Left out are periodic interrupts that end, time bases other than 32.768 kHz, and two indexes: 37h, which QEMU takes for the century too, and 0Fh, which its PC clears.
/// </remarks>
internal sealed class RtcProgram
{
    private const int DataPort = BoardLayout.Clock + 1;
    private const int MemoryBytes = 8;
    private const int FirstByte = Memory.Offset + 2;
    private const int Rates = 16;

    /// <summary>Seconds until an alarm: QEMU takes one after the other.</summary>
    private const int LongestAlarm = 5;

    private static readonly int[] s_clock =
    [
        Seconds.Offset, Minutes.Offset, Hours.Offset, Weekday.Offset, Day.Offset, Month.Offset, Year.Offset, Century.Offset,
    ];

    private static readonly int[] s_alarm = [Secondsalarm.Offset, Minutesalarm.Offset, Hoursalarm.Offset];

    private readonly Dice _dice;
    private readonly ScriptWriter _writer = new();
    private readonly int[] _memory;
    private Regb _mode;
    private DateTime _time;

    private RtcProgram(int seed)
    {
        _dice = new(seed);
        _memory = [.. Enumerable.Range(0, MemoryBytes).Select(_ => _dice.Chance(50) ? FirstByte + _dice.Next(Century.Offset - FirstByte) : Upper.Offset + 5 + _dice.Next(64))];
    }

    /// <summary>Makes a program.</summary>
    /// <param name="seed">The seed of the program.</param>
    public static RandomProgram Make(int seed)
    {
        var program = new RtcProgram(seed);
        return BoardProgram.Make(
            program._dice,
            program._writer,
            [
                (30, () => program.Read(program.Any())),
                (8, () => program.Write(program._dice.Pick(program._memory), program.Byte())),
                (8, () => program.Write(program._dice.Pick(s_alarm), program.Byte())),
                (6, () => program.Write(program._dice.Pick(Regc.Offset, Regd.Offset), program.Byte())),
                (6, program.WriteTime),
                (8, program.WriteInterrupts),
                (5, program.WriteRate),
                (4, program.SetClock),
                (1, program.AwaitUpdate),
                (1, program.AwaitAlarm),
            ],
            program.Open);
    }

    private int Any() => _dice.Next(4) switch
    {
        0 => _dice.Pick(s_clock),
        1 => _dice.Pick(s_alarm),
        2 => _dice.Pick(Rega.Offset, Regb.Offset, Regc.Offset, Regd.Offset),
        _ => _dice.Pick(_memory),
    };

    private byte Byte() => (byte)_dice.Next(256);

    /// <summary>Gives every place that programs read a value, as the time for which the machine ran before is unknown.</summary>
    private void Open()
    {
        _writer.Reset();
        foreach (var place in _memory.Concat(s_alarm))
            Write(place, Byte());
        WriteB(_mode with { SET = true });
        WriteDate(DateTime.UnixEpoch);
        WriteRate();
        SetClock();
    }

    private void Read(int place)
    {
        Select(place);
        if (_dice.Chance(70))
            _writer.In(DataPort, 1);
        else
            _writer.In(BoardLayout.Clock, _dice.Pick(1, 2));
    }

    private void Write(int place, byte value)
    {
        if (_dice.Chance(70))
        {
            Select(place);
            _writer.Out(DataPort, 1, value);
        }
        else
        {
            _writer.Out(BoardLayout.Clock, 2, Selected(place) | (uint)value << 8);
        }
    }

    private void Select(int place) => _writer.Out(BoardLayout.Clock, 1, Selected(place));

    private uint Selected(int place) => new Selection { NONMI = _dice.Chance(30), INDEX = (byte)place }.Value;

    private void WriteTime()
    {
        if (_dice.Chance(50))
            Write(Seconds.Offset, Code(_dice.Next(60)));
        else
            Write(Minutes.Offset, Code(_dice.Next(60)));
    }

    private void WriteInterrupts() => WriteB(_mode with { PIE = _dice.Chance(50), AIE = _dice.Chance(50), UIE = _dice.Chance(50), SQWE = _dice.Chance(50) });

    private void WriteRate() => WriteA(Divider.KHz32, _dice.Next(Rates));

    private void WriteA(Divider divider, int rate) =>
        Write(Rega.Offset, (new Rega { UIP = _dice.Chance(50) } with { DV = divider, RS = (byte)rate }).Value);

    private void WriteB(Regb value) => Write(Regb.Offset, value.Value);

    /// <summary>Another mode and another time, with the divider in reset at the end: the clock begins half a second before an update.</summary>
    private void SetClock()
    {
        WriteB(_mode with { SET = true, UIE = _dice.Chance(50) });
        _mode = new() { DM = _dice.Chance(50), H24 = _dice.Chance(50), DSE = _dice.Chance(30) };
        WriteB(_mode with { SET = true });
        for (var left = _dice.Next(6); left > 0; left--)
        {
            var place = _dice.Pick(s_clock);
            Write(place, Byte());
            Read(_dice.Chance(50) ? place : Any());
        }

        _time = new DateTime(1970, 1, 1).AddDays(_dice.Next(40_000)).AddSeconds(_dice.Next(86_400));
        WriteDate(_time);
        WriteA(_dice.Pick(Divider.Reset, Divider.Reset7), _dice.Next(Rates));
        WriteB(_mode);
        Read(Any());
        WriteRate();
    }

    private void WriteDate(DateTime time)
    {
        Write(Seconds.Offset, Code(time.Second));
        Write(Minutes.Offset, Code(time.Minute));
        Write(Hours.Offset, HourCode(time.Hour));
        Write(Weekday.Offset, Code(1 + (int)time.DayOfWeek));
        Write(Day.Offset, Code(time.Day));
        Write(Month.Offset, Code(time.Month));
        Write(Year.Offset, Code(time.Year % 100));
        Write(Century.Offset, Code(time.Year / 100));
    }

    /// <summary>An alarm every second: it and the end of the update come together, however often the flags are read, which clears them.</summary>
    private void AwaitUpdate()
    {
        foreach (var place in s_alarm)
            Write(place, (byte)_dice.Next((int)AlarmCode.Any, 256));
        WriteRate();
        Await(_mode with { AIE = true, UIE = true });
    }

    /// <summary>An alarm once a day, or once an hour, which is due soon.</summary>
    private void AwaitAlarm()
    {
        SetClock();
        var due = _time.AddSeconds(_dice.Next(1, LongestAlarm));
        Write(Secondsalarm.Offset, Code(due.Second));
        Write(Minutesalarm.Offset, Code(due.Minute));
        Write(Hoursalarm.Offset, _dice.Chance(50) ? HourCode(due.Hour) : byte.MaxValue);
        Await(_mode with { AIE = true });
    }

    /// <summary>Waits for flags. The time that passes until the machine stops is unknown, so the clock is set anew then.</summary>
    /// <remarks>The alarm and the end of the update come together. Periods end at other times, and an answer has all flags, whichever was waited for: they are not enabled.</remarks>
    private void Await(Regb enabled)
    {
        var flags = new Regc { AF = true, UF = true };
        WriteB(enabled);
        Select(Regc.Offset);
        _writer.Continue();
        _writer.AwaitIn(DataPort, flags.Value, flags.Value);
        _writer.Stop();
        _writer.AwaitIn(DataPort, flags.Value, 0);
        _writer.Reset();
        SetClock();
    }

    private byte HourCode(int hour) =>
        _mode.H24 ? Code(hour) : new Hours { PM = hour >= 12, DATA = Code((hour + 11) % 12 + 1) }.Value;

    private byte Code(int number) => (byte)(_mode.DM ? number : number / 10 << 4 | number % 10);
}
