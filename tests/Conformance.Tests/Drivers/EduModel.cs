using Vtd.Conformance.Tests.Drivers.EduLayout;

namespace Vtd.Conformance.Tests.Drivers;

/// <summary>A model of the device `edu` as a unit test has it: the registers, and what the driver relies on.</summary>
/// <param name="memory">The memory that the device copies from and to.</param>
internal sealed class EduModel(byte[] memory) : EduRegisterHandler
{
    private readonly byte[] _buffer = new byte[4096];

    public EduRegisterFile Registers { get; } = new();

    public override void OnWrite(Liveness before, Liveness after) => Registers.LIVENESS = new(~after.Value);

    public override void OnWrite(Factorial before, Factorial after)
    {
        var product = 1U;
        for (var factor = after.Value; factor > 1; factor--)
            product *= factor;
        Registers.FACTORIAL = new(product);
        if (Registers.STATUS.IRQFACT)
            Registers.IRQSTATUS = Registers.IRQSTATUS with { FACT = true };
    }

    public override void OnWrite(Irqraise before, Irqraise after) => Registers.IRQSTATUS = new(Registers.IRQSTATUS.Value | after.Value);

    public override void OnWrite(Irqack before, Irqack after) => Registers.IRQSTATUS = new(Registers.IRQSTATUS.Value & ~after.Value);

    public override void OnWrite(Dmacmd before, Dmacmd after)
    {
        const int BufferStart = 0x40000;
        var (source, destination, count) = ((int)Registers.DMASRC.Value, (int)Registers.DMADST.Value, (int)Registers.DMACNT.Value);
        if (after.DIR == DmaDirection.ToDevice)
            memory.AsSpan(source, count).CopyTo(_buffer.AsSpan(destination - BufferStart));
        else
            _buffer.AsSpan(source - BufferStart, count).CopyTo(memory.AsSpan(destination));
        Registers.DMACMD = after with { RUN = false };
        Registers.IRQSTATUS = Registers.IRQSTATUS with { DMA = after.IRQ };
    }
}
