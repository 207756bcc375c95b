using Vtd.Conformance.Scripts;
using Vtd.Machine.Board;
using Vtd.Machine.Hpet;

namespace Vtd.Conformance.Programs;

/// <summary>Makes random programs for the event timers. Virtual time stands still but where an interrupt is waited for.</summary>
/// <remarks>
/// Left out are counts that are more nanoseconds than 64 bits have, which QEMU's counter does not reach, and the place of a fourth timer, at
/// which older releases have one though they have three.
/// </remarks>
internal sealed class HpetProgram
{
    private const int Timers = 3;
    private const int TimerSize = 0x20;
    private const int CountBits = 60;
    private const int LongestWait = 100_000;

    private static readonly int[] s_general = [Cap.Offset, Cfg.Offset, Status.Offset, Counter.Offset];

    private readonly Dice _dice;
    private readonly ScriptWriter _writer = new();

    private HpetProgram(int seed) => _dice = new(seed);

    /// <summary>Makes a program.</summary>
    /// <param name="seed">The seed of the program.</param>
    public static RandomProgram Make(int seed)
    {
        var program = new HpetProgram(seed);
        return BoardProgram.Make(
            program._dice,
            program._writer,
            [
                (30, program.Read),
                (4, () => program.Write(program._dice.Pick(Cap.Offset, Status.Offset), ulong.MaxValue)),
                (6, () => program.Write(Cfg.Offset, program._dice.Number())),
                (6, () => program.Write(Counter.Offset, program._dice.Number() >> (64 - CountBits))),
                (12, () => program.Write(program.Timer() + TimerConfig.Offset, program._dice.Number())),
                (12, () => program.Write(program.Timer() + TimerComparator.Offset, program._dice.Number())),
                (4, () => program.Write(program.Timer() + TimerFsbroute.Offset, program._dice.Number())),
                (1, program.Await),
            ],
            program.Open);
    }

    private int Timer() => _dice.Next(Timers) * TimerSize;

    /// <summary>A reset leaves the places of messages, and in some releases the status.</summary>
    private void Open()
    {
        _writer.Reset();
        _writer.WriteAt(BoardLayout.Timers + Status.Offset, 4, uint.MaxValue);
        for (var timer = 0; timer < Timers; timer++)
            _writer.WriteAt(BoardLayout.Timers + TimerFsbroute.Offset + (ulong)(timer * TimerSize), 8, _dice.Number());
    }

    private void Read()
    {
        var place = _dice.Chance(30)
            ? _dice.Pick(s_general)
            : Timer() + _dice.Pick(TimerConfig.Offset, TimerComparator.Offset, TimerFsbroute.Offset, TimerFsbroute.Offset + 8);
        var size = _dice.Pick(8, 8, 4, 4, 2, 1);
        _writer.ReadAt(BoardLayout.Timers + (ulong)(place + size % 8 * _dice.Next(2)), size);
    }

    private void Write(int place, ulong value)
    {
        switch (_dice.Next(5))
        {
            case 0:
                _writer.WriteAt(BoardLayout.Timers + (ulong)place, 4, (uint)value);
                break;
            case 1:
                _writer.WriteAt(BoardLayout.Timers + (ulong)place + 4, 4, value >> 32);
                break;
            default:
                _writer.WriteAt(BoardLayout.Timers + (ulong)place, 8, value);
                break;
        }
    }

    /// <summary>Waits for one interrupt of one timer; the count is unknown then.</summary>
    private void Await()
    {
        var timer = _dice.Next(Timers);
        _writer.Reset();
        _writer.WriteAt(BoardLayout.Timers + TimerComparator.Offset + (ulong)(timer * TimerSize), 8, (ulong)_dice.Next(1, LongestWait));
        _writer.WriteAt(BoardLayout.Timers + TimerConfig.Offset + (ulong)(timer * TimerSize), 4, new TimerConfig { ENABLE = true, LEVEL = true }.Value);
        _writer.WriteAt(BoardLayout.Timers + Cfg.Offset, 4, new Cfg { ENABLE = true }.Value);
        _writer.Continue();
        _writer.AwaitAt(BoardLayout.Timers + Status.Offset, 1UL << timer, 1UL << timer);
        _writer.Stop();
        if (_dice.Chance(50))
            _writer.Reset();
        _writer.ReadAt(BoardLayout.Timers + Status.Offset, 4);
        _writer.WriteAt(BoardLayout.Timers + Status.Offset, 4, (uint)_dice.Next() & ~(1U << timer));
        _writer.ReadAt(BoardLayout.Timers + Status.Offset, 4);
        _writer.WriteAt(BoardLayout.Timers + Status.Offset, 4, uint.MaxValue);
        _writer.ReadAt(BoardLayout.Timers + Status.Offset, 4);
        _writer.Reset();
    }
}
