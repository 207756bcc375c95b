namespace Vtd.Runtime;

/// <summary>The kinds of accesses and requests that reach a unit.</summary>
public enum UnitInput
{
    /// <summary>Software reads registers.</summary>
    RegisterRead,

    /// <summary>Software writes registers.</summary>
    RegisterWrite,

    /// <summary>A device accesses memory.</summary>
    Dma,

    /// <summary>A device asks for a translation (ATS).</summary>
    Translation,

    /// <summary>A device sends a page request (PRS).</summary>
    PageRequest,

    /// <summary>A device or an I/O APIC sends an interrupt.</summary>
    Interrupt,
}
