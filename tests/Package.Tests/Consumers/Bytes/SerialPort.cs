using Bytes.Codegen;
using Bytes.Uart;

namespace Bytes;

/// <summary>A driver of a 16550A.</summary>
/// <typeparam name="TBus">Type of the way to the device.</typeparam>
/// <param name="registers">The registers of the device.</param>
internal sealed class SerialPort<TBus>(UartRegisters<TBus> registers)
    where TBus : IRegisterBus
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    public bool IsLooped
    {
        get => registers.MCR.Read().LOOP;
        set => registers.MCR.Update(control => control with { LOOP = value });
    }

    public void Open(ushort divisor)
    {
        registers.LCR.Write(new Lcr { DLAB = true });
        registers.DLL.Write(new Dll((byte)(divisor & 0xFF)));
        registers.DLM.Write(new Dlm((byte)(divisor >> 8)));
        registers.LCR.Write(new Lcr { WLS = WordLength.Bits8 });
        registers.FCR.Write(new Fcr { ENABLE = true, TRIGGER = 2 }.ToWrite(setXFR: true, setRFR: true));
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        foreach (var data in bytes)
        {
            if (!registers.LSR.SpinUntil(static status => status.THRE, s_patience))
                throw new TimeoutException("The transmitter takes no byte.");
            registers.THR.Write(new Thr(data));
        }
    }

    public byte[] Receive()
    {
        var received = new List<byte>();
        while (registers.LSR.Read().DR)
            received.Add(registers.RBR.Read().DATA);
        return [.. received];
    }
}
