using Vtd.Conformance.Scripts;
using Vtd.Machine.Board;
using Vtd.Machine.Uart16550;

namespace Vtd.Conformance.Programs;

/// <summary>Makes random programs for the serial port: mostly accesses of any register, mostly in loopback, so that characters arrive.</summary>
/// <remarks>Virtual time stands still but where a timeout of the receiver is waited for. No access reaches beyond the ports.</remarks>
internal sealed class UartProgram
{
    private const int MostCharacters = 20;

    private readonly Dice _dice;
    private readonly ScriptWriter _writer = new();

    private UartProgram(int seed) => _dice = new(seed);

    /// <summary>Makes a program.</summary>
    /// <param name="seed">The seed of the program.</param>
    public static RandomProgram Make(int seed)
    {
        var program = new UartProgram(seed);
        return BoardProgram.Make(
            program._dice,
            program._writer,
            [
                (30, program.Read),
                (20, program.Write),
                (4, program.ChooseFifos),
                (4, program.ChooseBank),
                (3, program.Loop),
                (6, program.Send),
                (1, program.AwaitTimeout),
            ]);
    }

    private void Read()
    {
        var size = _dice.Pick(1, 1, 1, 2, 4);
        _writer.In(BoardLayout.Serial + _dice.Next(SerialPort.Length - size + 1), size);
    }

    private void Write()
    {
        var size = _dice.Pick(1, 1, 1, 2, 4);
        Out(_dice.Next(SerialPort.Length - size + 1), size, (uint)_dice.Next() & (uint.MaxValue >> (32 - 8 * size)));
    }

    private void ChooseFifos() => Out(Fcr.Offset, 1, new Fcr
    {
        ENABLE = _dice.Chance(80),
        CLEARRX = _dice.Chance(20),
        CLEARTX = _dice.Chance(20),
        TRIGGER = (Trigger)_dice.Next(4),
    }.ToWrite().Value);

    /// <summary>Mostly the registers without the divisor.</summary>
    private void ChooseBank() => Out(Lcr.Offset, 1, new Lcr { DLAB = _dice.Chance(15), LENGTH = (WordLength)_dice.Next(4) }.Value);

    private void Loop() => Out(Mcr.Offset, 1, (new Mcr((byte)_dice.Next(256)) with { LOOP = _dice.Chance(85) }).Value);

    private void Send()
    {
        for (var left = _dice.Next(1, MostCharacters); left > 0; left--)
            Out(Thr.Offset, 1, (byte)_dice.Next(256));
    }

    /// <summary>Characters in the FIFO, fewer than the trigger level.</summary>
    private void AwaitTimeout()
    {
        Out(Lcr.Offset, 1, new Lcr { LENGTH = WordLength.Eight }.Value);
        Out(Fcr.Offset, 1, new Fcr { ENABLE = true, TRIGGER = Trigger.Fourteen }.ToWrite(setCLEARRX: true).Value);
        Out(Mcr.Offset, 1, new Mcr { LOOP = true }.Value);
        Out(Ier.Offset, 1, new Ier { ERBFI = true }.Value);
        for (var left = _dice.Next(1, 14); left > 0; left--)
            Out(Thr.Offset, 1, (byte)_dice.Next(256));
        _writer.Continue();
        _writer.AwaitIn(BoardLayout.Serial + Iir.Offset, Iir.Masks.CAUSE, new Iir { CAUSE = InterruptCause.Timeout }.Value);
        _writer.Stop();
        _writer.In(BoardLayout.Serial + Iir.Offset, 1);
    }

    private void Out(int offset, int size, uint value) => _writer.Out(BoardLayout.Serial + offset, size, value);
}
