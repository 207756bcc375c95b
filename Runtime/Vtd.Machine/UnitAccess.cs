using Vtd.Machine.Recording;
using Vtd.Runtime;

namespace Vtd.Machine;

/// <summary>The way to the unit for all that happens to it, so that it can be recorded.</summary>
internal sealed class UnitAccess(VtdUnit unit, UnitRecorder? recorder) : IDisposable
{
    /// <summary>The unit.</summary>
    public VtdUnit Unit => unit;

    /// <inheritdoc cref="VtdUnit.ReadRegister"/>
    public ulong ReadRegister(int offset, int size)
    {
        recorder?.RegisterBegins();
        var value = unit.ReadRegister(offset, size);
        recorder?.RegisterRead(offset, size, value);
        return value;
    }

    /// <summary>Software writes registers. All that the write sets going is done when this returns.</summary>
    /// <inheritdoc cref="VtdUnit.WriteRegister"/>
    public void WriteRegister(int offset, int size, ulong value)
    {
        recorder?.RegisterBegins();
        unit.WriteRegister(offset, size, value);
        while (unit.Run())
        {
        }
        recorder?.RegisterWritten(offset, size, value);
    }

    /// <inheritdoc cref="VtdUnit.Translate"/>
    public DmaResult Translate(in DmaRequest request)
    {
        recorder?.TranslationBegins();
        var result = unit.Translate(request);
        recorder?.Translated(request, result);
        return result;
    }

    /// <inheritdoc cref="VtdUnit.RemapInterrupt"/>
    public InterruptResult RemapInterrupt(in InterruptRequest request)
    {
        recorder?.InterruptBegins();
        var result = unit.RemapInterrupt(request);
        recorder?.Remapped(request, result);
        return result;
    }

    /// <inheritdoc cref="VtdUnit.Reset"/>
    public void Reset()
    {
        unit.Reset();
        recorder?.ResetDone();
    }

    public void Dispose() => recorder?.Dispose();
}
