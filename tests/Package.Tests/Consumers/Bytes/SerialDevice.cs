using Bytes.Uart;

namespace Bytes;

/// <summary>A model of a 16550A.</summary>
/// <param name="send">Takes the bytes that are sent.</param>
internal sealed class SerialDevice(Action<byte> send) : UartRegisterHandler
{
    private readonly Queue<byte> _received = new();
    private bool _canTakeByte = true;

    public UartRegisterFile Registers { get; } = new();

    private int Capacity => Registers.FCR.ENABLE ? 16 : 1;

    public void Receive(byte data)
    {
        if (_received.Count < Capacity)
            _received.Enqueue(data);
        else
            Registers.LSR = Registers.LSR with { OE = true };
        Update();
    }

    public override Rbr OnReading(Rbr value) => _received.TryPeek(out var data) ? new Rbr(data) : value;

    public override void OnRead(Rbr value)
    {
        _ = _received.TryDequeue(out _);
        Update();
    }

    public override void OnWrite(Thr before, Thr after)
    {
        if (Registers.MCR.LOOP)
            Receive(after.DATA);
        else
            send(after.DATA);
        _canTakeByte = true;
        Update();
    }

    public override void OnWrite(Ier before, Ier after) => Update();

    public override void OnWrite(Fcr before, Fcr after)
    {
        if (after.RFR || after.ENABLE != before.ENABLE)
            _received.Clear();
        Update();
    }

    public override void OnRead(Iir value)
    {
        if (value.SOURCE == InterruptSource.TransmitterEmpty)
            _canTakeByte = false;
        Update();
    }

    public override void OnRead(Lsr value) => Update();

    private void Update()
    {
        var status = Registers.LSR = Registers.LSR with { DR = _received.Count > 0 };
        var enabled = Registers.IER;
        Registers.IIR = new Iir
        {
            FIFOS = (byte)(Registers.FCR.ENABLE ? 3 : 0),
            SOURCE = enabled.ELSI && (status.OE || status.PE || status.FE || status.BI) ? InterruptSource.LineStatus
                : enabled.ERBFI && status.DR ? InterruptSource.DataAvailable
                : enabled.ETBEI && _canTakeByte ? InterruptSource.TransmitterEmpty
                : InterruptSource.None,
        };
    }
}
