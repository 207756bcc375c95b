using Vtd.Conformance.Tests.Codegen;
using Vtd.Conformance.Tests.Drivers.Uart16550Layout;

namespace Vtd.Conformance.Tests.Drivers;

/// <summary>A driver of a 16550, which knows nothing of what its bus leads to.</summary>
/// <param name="bus">The way to the device.</param>
internal sealed class UartDriver<TBus>(TBus bus)
    where TBus : IRegisterBus
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Uart16550Registers<TBus> _registers = new(bus);

    /// <summary>Sets the line up: eight bits, no parity, one stop bit, empty FIFOs.</summary>
    /// <param name="divisor">The divisor of the clock, 12 for 9600 baud.</param>
    public void Open(ushort divisor)
    {
        _registers.LCR.Write(new Lcr { DLAB = true });
        _registers.DLL.Write(new Dll { DIVISOR = (byte)divisor });
        _registers.DLM.Write(new Dlm { DIVISOR = (byte)(divisor >> 8) });
        _registers.LCR.Write(new Lcr { LENGTH = WordLength.Eight });
        _registers.FCR.Write(new Fcr { ENABLE = true, TRIGGER = Trigger.Eight }.ToWrite(setCLEARRX: true, setCLEARTX: true));
        _registers.MCR.Write(new Mcr { DTR = true, RTS = true, OUT2 = true });
    }

    /// <summary>The divisor of the clock.</summary>
    public int Divisor()
    {
        _registers.LCR.Update(static line => line with { DLAB = true });
        var divisor = _registers.DLM.Read().DIVISOR << 8 | _registers.DLL.Read().DIVISOR;
        _registers.LCR.Update(static line => line with { DLAB = false });
        return divisor;
    }

    /// <summary>Whether there are FIFOs, which tells a 16550A from older parts.</summary>
    public bool HasFifos() => _registers.IIR.Read().FIFOS == Fifos.On;

    /// <summary>Sends characters.</summary>
    public void Send(ReadOnlySpan<byte> characters)
    {
        foreach (var character in characters)
        {
            if (!_registers.LSR.SpinUntil(static line => line.THRE, s_patience, out var last))
                throw new TimeoutException($"The transmitter stays full: {last}.");
            _registers.THR.Write(new Thr { DATA = character });
        }
    }

    /// <summary>Receives as many characters.</summary>
    public byte[] Receive(int count)
    {
        var characters = new byte[count];
        for (var at = 0; at < count; at++)
        {
            if (!_registers.LSR.SpinUntil(static line => line.DR, s_patience, out var last))
                throw new TimeoutException($"Only {at} of {count} characters have come: {last}.");
            characters[at] = _registers.RBR.Read().DATA;
        }

        return characters;
    }

    /// <summary>Whether the other side is there and ready.</summary>
    public bool IsConnected() => _registers.MSR.Read() is { DSR: true, CTS: true, DCD: true };
}
