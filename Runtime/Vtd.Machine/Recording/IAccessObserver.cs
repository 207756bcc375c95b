using Vtd.Runtime;

namespace Vtd.Machine.Recording;

/// <summary>Observes the accesses and requests of a unit, and its answers.</summary>
public interface IAccessObserver
{
    /// <summary>Something is about to happen to the unit.</summary>
    void Begins(Occasion occasion)
    {
    }

    /// <summary>Software read a register.</summary>
    void RegisterRead(int offset, int size, ulong value);

    /// <summary>Software wrote a register.</summary>
    void RegisterWritten(int offset, int size, ulong value);

    /// <summary>A DMA request was answered.</summary>
    void Translated(in DmaRequest request, in DmaResult result);

    /// <summary>A translation request of a device TLB was answered.</summary>
    void Translated(in AtsRequest request, in AtsResult result);

    /// <summary>A page request was answered.</summary>
    void Requested(in PageRequest request, in PageRequestResult result);

    /// <summary>An interrupt request was answered.</summary>
    void Remapped(in InterruptRequest request, in InterruptResult result);

    /// <summary>A system reset was done.</summary>
    void ResetDone();
}

/// <summary>The kind of access or request that a unit is handling.</summary>
public enum Occasion
{
    /// <summary>An access to registers, or a reset.</summary>
    Register,

    /// <summary>A DMA or translation request.</summary>
    Dma,

    /// <summary>A page request.</summary>
    PageRequest,

    /// <summary>An interrupt request.</summary>
    Interrupt,
}
