using System;
using Frameworks.Codegen;
using Frameworks.Dma;

namespace Frameworks;

/// <summary>A driver that runs over a mapped page, and over a model.</summary>
public sealed class DmaDriver
{
    private readonly DmaRegisters<MappedRegisters> _page;
    private readonly DmaRegisters<DmaRegisterFileBus> _model;

    /// <summary>Makes both.</summary>
    public DmaDriver(IntPtr page, DmaRegisterFile model)
    {
        _page = new(new(page, length: 4096, DmaRegisters.Size));
        _model = new(new(model, new DmaRegisterHandler()));
    }

    /// <summary>Starts it.</summary>
    public bool Start()
    {
        _page.CTL.Update(control => (control with { MODE = Mode.On }).ToWrite(clearDONE: true));
        _model.CHANNEL(0).Write(new Channel { TABLE = 0x1000 });
        return _page.CTL.SpinUntil(control => control.DONE, TimeSpan.FromSeconds(1));
    }
}
