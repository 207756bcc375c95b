namespace Vtd.Runtime;

/// <summary>A translation request: a device asks where its device TLB may lead requests (ATS).</summary>
/// <param name="SourceId">The device.</param>
/// <param name="Address">An address in the page that it asks for.</param>
public readonly record struct AtsRequest(SourceId SourceId, ulong Address)
{
    /// <summary>The PASID that the request carries: 20 bits, or null.</summary>
    public uint? Pasid { get; init; }

    /// <summary>The request asks for privilege (PR); it counts only with a PASID.</summary>
    public bool IsPrivileged { get; init; }

    /// <summary>The request asks for execution (ER); it counts only with a PASID.</summary>
    public bool IsExecute { get; init; }

    /// <summary>The device does not ask for write permission now (NW), so no page becomes dirty; it counts only if the unit has ECAP.NWFS.</summary>
    public bool NoWrite { get; init; }
}
