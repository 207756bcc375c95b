namespace Vtd.Runtime.Telemetry;

/// <summary>Kinds of calls to endpoints.</summary>
internal enum EndpointOperation
{
    /// <summary>To drop translations.</summary>
    Invalidate,

    /// <summary>To hear the answer to page requests.</summary>
    Respond,
}

/// <summary>Kinds of calls to listeners.</summary>
internal enum ListenerOperation
{
    /// <summary>Whether an address space is translated.</summary>
    Switched,

    /// <summary>A page is mapped.</summary>
    Mapped,

    /// <summary>Nothing is mapped in a range.</summary>
    Unmapped,

    /// <summary>Whether mappings are announced.</summary>
    Suspended,

    /// <summary>Interrupt remapping entries are stale.</summary>
    Interrupts,
}
