using Vtd.Machine.Recording;
using Vtd.Runtime;

namespace Vtd.Machine.Bus;

/// <summary>The way to the unit for all that happens to it, so that it can be observed.</summary>
public sealed class UnitAccess(VtdUnit unit, IAccessObserver? observer) : IDisposable
{
    /// <summary>The unit.</summary>
    public VtdUnit Unit => unit;

    /// <inheritdoc cref="VtdUnit.ReadRegister"/>
    public ulong ReadRegister(int offset, int size)
    {
        observer?.Begins(Occasion.Register);
        var value = unit.ReadRegister(offset, size);
        observer?.RegisterRead(offset, size, value);
        return value;
    }

    /// <summary>Software writes registers. All that the write sets going is done when this returns.</summary>
    /// <inheritdoc cref="VtdUnit.WriteRegister"/>
    public void WriteRegister(int offset, int size, ulong value)
    {
        observer?.Begins(Occasion.Register);
        unit.WriteRegister(offset, size, value);
        while (unit.Run())
        {
        }
        observer?.RegisterWritten(offset, size, value);
    }

    /// <inheritdoc cref="VtdUnit.Translate"/>
    public DmaResult Translate(in DmaRequest request)
    {
        observer?.Begins(Occasion.Dma);
        var result = unit.Translate(request);
        observer?.Translated(request, result);
        return result;
    }

    /// <inheritdoc cref="VtdUnit.TranslateForDevice"/>
    public AtsResult TranslateForDevice(in AtsRequest request)
    {
        observer?.Begins(Occasion.Dma);
        var result = unit.TranslateForDevice(request);
        observer?.Translated(request, result);
        return result;
    }

    /// <inheritdoc cref="VtdUnit.RequestPage(in PageRequest)"/>
    public PageRequestResult RequestPage(in PageRequest request)
    {
        observer?.Begins(Occasion.PageRequest);
        var result = unit.RequestPage(request);
        observer?.Requested(request, result);
        return result;
    }

    /// <inheritdoc cref="VtdUnit.RemapInterrupt"/>
    public InterruptResult RemapInterrupt(in InterruptRequest request)
    {
        observer?.Begins(Occasion.Interrupt);
        var result = unit.RemapInterrupt(request);
        observer?.Remapped(request, result);
        return result;
    }

    /// <inheritdoc cref="VtdUnit.Reset"/>
    public void Reset()
    {
        unit.Reset();
        observer?.ResetDone();
    }

    public void Dispose() => (observer as IDisposable)?.Dispose();
}
