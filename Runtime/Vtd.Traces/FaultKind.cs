namespace Vtd.Traces;

/// <summary>The kind of request that met a fault.</summary>
public enum FaultKind
{
    /// <summary>FL: a DMA request.</summary>
    Dma,

    /// <summary>FS: a DMA request whose faults are not to be reported (FPD).</summary>
    DisabledDma,

    /// <summary>FI: an interrupt request.</summary>
    Interrupt,
}
