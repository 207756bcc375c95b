using Vtd.Machine.Bus;
using Vtd.Machine.Codegen;
using Vtd.Machine.Uart16550;

namespace Vtd.Machine.Board;

/// <summary>A serial port, PC16550D, whose transmitter takes no time and whose other side is always ready.</summary>
public sealed class SerialPort : IBoardDevice, IUart16550RegisterHandler
{
    private const int FifoSize = 16;
    private const long Frequency = 1_843_200;
    private const long Second = 1_000_000_000;

    /// <summary>Periods of the clock, after the divisor, that a bit takes.</summary>
    private const int Oversampling = 16;

    /// <summary>The time without a character after which those that were received interrupt, in characters.</summary>
    private const int Timeout = 4;

    /// <summary>The modem status of a cable with a ready device at its other end.</summary>
    private static readonly Msr s_ready = new() { DCD = true, DSR = true, CTS = true };

    private readonly Uart16550RegisterFile _registers = new();
    private readonly Queue<byte> _received = new();
    private readonly Action<byte> _send;
    private readonly VirtualClock _clock;
    private readonly BoardQuirks _quirks;
    private bool _isTransmitEmptyPending;
    private bool _isTimedOut;
    private byte _character;

    /// <summary>Creates the device as it is after power-on.</summary>
    /// <param name="send">Takes a character that is sent.</param>
    /// <param name="clock">Virtual time.</param>
    /// <param name="quirks">The deviations from the data sheet.</param>
    public SerialPort(Action<byte> send, VirtualClock clock, BoardQuirks quirks)
    {
        _send = send;
        _clock = clock;
        _quirks = quirks;
        Reset();
    }

    /// <summary>The ports that it takes.</summary>
    public static int Length => Uart16550RegisterFile.Size;

    private bool HasFifos => _registers.FCR.ENABLE;

    private int Trigger => _registers.FCR.TRIGGER switch
    {
        Uart16550.Trigger.One => 1,
        Uart16550.Trigger.Four => 4,
        Uart16550.Trigger.Eight => 8,
        _ => 14,
    };

    /// <inheritdoc/>
    public ulong Read(int offset, int size) => _registers.Read(offset, size, out var value, this) == RegisterAccess.Done ? value : 0;

    /// <inheritdoc/>
    public void Write(int offset, int size, ulong value) => _registers.Write(offset, size, value, this);

    /// <inheritdoc/>
    public void Reset()
    {
        var fifos = _registers.FCR;
        _registers.Reset(keepSticky: false);
        ClearReceiver();
        _isTransmitEmptyPending = false;
        _character = 0;
        if (_quirks.HasFlag(BoardQuirks.SerialKeepsFifos))
            _registers.FCR = fifos;
        if (_quirks.HasFlag(BoardQuirks.SerialStartsWithOut2))
            _registers.MCR = new() { OUT2 = true };
    }

    /// <summary>A character arrives.</summary>
    public void Receive(byte character)
    {
        var isFull = HasFifos ? _received.Count == FifoSize : _registers.LSR.DR;
        _registers.LSR = _registers.LSR with { DR = true, OE = _registers.LSR.OE | isFull };
        if (!HasFifos)
            _character = character;
        else if (!isFull)
            _received.Enqueue(character);
        AwaitTimeout();
    }

    Rbr IUart16550RegisterHandler.OnReading(Rbr value) =>
        new() { DATA = !HasFifos ? _character : _received.TryDequeue(out var oldest) ? oldest : (byte)0 };

    void IUart16550RegisterHandler.OnRead(Rbr value)
    {
        _registers.LSR = _registers.LSR with { DR = _received.Count > 0 };
        _isTimedOut = false;
        AwaitTimeout();
    }

    void IUart16550RegisterHandler.OnWrite(Thr before, Thr after)
    {
        if (!_registers.MCR.LOOP)
            _send(after.DATA);
        else if (_quirks.HasFlag(BoardQuirks.SerialLoopsWholeBytes))
            Receive(after.DATA);
        else
            Receive((byte)(after.DATA & (byte.MaxValue >> (WordLength.Eight - _registers.LCR.LENGTH))));
        _isTransmitEmptyPending = true;
    }

    void IUart16550RegisterHandler.OnWrite(Ier before, Ier after)
    {
        if (before.ETBEI != after.ETBEI)
            _isTransmitEmptyPending = after.ETBEI;
    }

    Iir IUart16550RegisterHandler.OnReading(Iir value) => value with { NONE = Cause is null, CAUSE = Cause ?? default };

    void IUart16550RegisterHandler.OnRead(Iir value) => _isTransmitEmptyPending &= value.NONE || value.CAUSE != InterruptCause.TransmitEmpty;

    void IUart16550RegisterHandler.OnWrite(Fcr before, Fcr after, WrittenBytes bytes)
    {
        var isSwitched = after.ENABLE != before.ENABLE;
        var commands = _quirks.HasFlag(BoardQuirks.SerialClearsWithoutFifos) ? new Fcr((byte)bytes.Value) : after;
        _registers.IIR = _registers.IIR with { FIFOS = after.ENABLE ? Fifos.On : Fifos.None };
        if (isSwitched || commands.CLEARRX)
            ClearReceiver();
        _isTransmitEmptyPending |= isSwitched || commands.CLEARTX;
    }

    void IUart16550RegisterHandler.OnWrite(Mcr before, Mcr after)
    {
        if (_quirks.HasFlag(BoardQuirks.SerialMissesModemChanges))
            return;
        var (was, now, changes) = (Inputs(before), Inputs(after), _registers.MSR);
        _registers.MSR = changes with
        {
            DDCD = changes.DDCD | (was.DCD != now.DCD),
            TERI = changes.TERI | (was.RI && !now.RI),
            DDSR = changes.DDSR | (was.DSR != now.DSR),
            DCTS = changes.DCTS | (was.CTS != now.CTS),
        };
    }

    Msr IUart16550RegisterHandler.OnReading(Msr value)
    {
        var inputs = Inputs(_registers.MCR);
        return value with { DCD = inputs.DCD, RI = inputs.RI, DSR = inputs.DSR, CTS = inputs.CTS };
    }

    void IUart16550RegisterHandler.OnRead(Msr value)
    {
    }

    private static Msr Inputs(Mcr control) =>
        control.LOOP ? new() { DCD = control.OUT2, RI = control.OUT1, DSR = control.DTR, CTS = control.RTS } : s_ready;

    /// <summary>The most important interrupt that is pending and enabled.</summary>
    private InterruptCause? Cause
    {
        get
        {
            var (enabled, line, modem) = (_registers.IER, _registers.LSR, _registers.MSR);
            if (enabled.ELSI && (line.OE || line.PE || line.FE || line.BI))
                return InterruptCause.LineStatus;
            if (enabled.ERBFI && _isTimedOut)
                return InterruptCause.Timeout;
            if (enabled.ERBFI && line.DR && (!HasFifos || _received.Count >= Trigger))
                return InterruptCause.Received;
            if (enabled.ETBEI && _isTransmitEmptyPending)
                return InterruptCause.TransmitEmpty;
            return enabled.EDSSI && (modem.DDCD || modem.TERI || modem.DDSR || modem.DCTS) ? InterruptCause.ModemStatus : null;
        }
    }

    private void AwaitTimeout()
    {
        if (!HasFifos)
            return;
        var line = _registers.LCR;
        var bits = 1 + 5 + (int)line.LENGTH + (line.PARITY ? 1 : 0) + (line.STOP ? 2 : 1);
        var divisor = Math.Max(_registers.DLM.DIVISOR << 8 | _registers.DLL.DIVISOR, 1);
        _clock.Set(this, _clock.Now + Timeout * bits * divisor * Oversampling * Second / Frequency, () => _isTimedOut = _received.Count > 0);
    }

    private void ClearReceiver()
    {
        _received.Clear();
        _isTimedOut = false;
        _registers.LSR = _registers.LSR with { DR = false, BI = false };
    }
}
