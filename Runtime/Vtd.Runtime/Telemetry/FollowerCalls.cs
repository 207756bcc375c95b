namespace Vtd.Runtime.Telemetry;

/// <summary>Kinds of calls to endpoints.</summary>
internal enum EndpointOperation
{
    /// <summary>Asks to drop translations.</summary>
    Invalidate,

    /// <summary>Gives the answer to page requests.</summary>
    Respond,
}

/// <summary>Kinds of calls to listeners.</summary>
internal enum ListenerOperation
{
    /// <summary>Tells whether an address space is translated.</summary>
    Switched,

    /// <summary>Tells that a page is mapped.</summary>
    Mapped,

    /// <summary>Tells that nothing is mapped in a range.</summary>
    Unmapped,

    /// <summary>Tells whether mappings are announced.</summary>
    Suspended,

    /// <summary>Tells that interrupt remapping entries are stale.</summary>
    Interrupts,
}
