using Vtd.Conformance.Tests.Codegen;
using Vtd.Conformance.Tests.Drivers.EduLayout;

namespace Vtd.Conformance.Tests.Drivers;

/// <summary>A driver of the device `edu`, which knows nothing of what its bus leads to.</summary>
/// <param name="bus">The way to the device.</param>
internal sealed class EduDriver<TBus>(TBus bus)
    where TBus : IRegisterBus
{
    private const ulong BufferStart = 0x40000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly EduRegisters<TBus> _registers = new(bus);

    /// <summary>Whether the device is `edu`, and answers.</summary>
    public bool IsThere()
    {
        const uint Probe = 0x1234_5678;
        _registers.LIVENESS.Write(new Liveness(Probe));
        return _registers.IDENTITY.Read().MAGIC == 0xED && _registers.LIVENESS.Read().Value == ~Probe;
    }

    /// <summary>Computes a factorial, of which the low 32 bits are kept.</summary>
    /// <param name="number">The number.</param>
    /// <param name="interrupts">Whether the device raises an interrupt at the end.</param>
    public uint ComputeFactorial(uint number, bool interrupts = false)
    {
        _registers.STATUS.Update(status => status with { IRQFACT = interrupts });
        _registers.FACTORIAL.Write(new Factorial(number));
        if (!_registers.STATUS.SpinUntil(static status => !status.COMPUTING, s_patience, out var last))
            throw new TimeoutException($"The factorial of {number} is still being computed: {last}.");

        // A thread of the device computes: it ends the computation first, and raises the interrupt afterwards.
        if (interrupts && !_registers.IRQSTATUS.SpinUntil(static raised => raised.FACT, s_patience))
            throw new TimeoutException($"The factorial of {number} is computed, and the device raises no interrupt.");
        return _registers.FACTORIAL.Read().VALUE;
    }

    /// <summary>Copies memory into the buffer of the device.</summary>
    public void CopyToDevice(ulong memory, int place, int count) => Copy(memory, BufferStart + (ulong)place, count, DmaDirection.ToDevice);

    /// <summary>Copies from the buffer of the device into memory.</summary>
    public void CopyFromDevice(int place, ulong memory, int count) => Copy(BufferStart + (ulong)place, memory, count, DmaDirection.FromDevice);

    /// <summary>Raises interrupts.</summary>
    public void Raise(Irqstatus interrupts) => _registers.IRQRAISE.Write(new Irqraise(interrupts.Value));

    /// <summary>The interrupts that are raised, which are acknowledged.</summary>
    public Irqstatus TakeInterrupts()
    {
        var raised = _registers.IRQSTATUS.Read();
        _registers.IRQACK.Write(new Irqack(raised.Value));
        return raised;
    }

    private void Copy(ulong source, ulong destination, int count, DmaDirection direction)
    {
        _registers.DMASRC.Write(new Dmasrc(source));
        _registers.DMADST.Write(new Dmadst(destination));
        _registers.DMACNT.Write(new Dmacnt((ulong)count));
        _registers.DMACMD.Write(new Dmacmd { RUN = true, DIR = direction, IRQ = true });
        if (!_registers.DMACMD.SpinUntil(static command => !command.RUN, s_patience))
            throw new TimeoutException($"The copy of {count} bytes from 0x{source:x} to 0x{destination:x} is still under way.");
    }
}
