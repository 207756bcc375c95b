namespace Vtd.Runtime;

/// <summary>Capabilities of the host for a device. Anything beyond that a guest asks for is refused: the requests stay blocked, and the refusal is counted
/// (<see cref="UnitCounts.RefusedAttachments"/>).</summary>
/// <remarks>The defaults are those of a host that can do everything. The numbers are those that iommufd tells of a device: <c>max_pasid_log2</c>, and
/// the capability registers of the host's unit.</remarks>
public sealed record HostDeviceLimits
{
    /// <summary>PASID bits that the device and the host have, 0 to 20. With 0 there are no requests with PASID.</summary>
    public int PasidWidth { get; init; } = WidestPasid;

    /// <summary>First-stage tables of a guest can be attached, above the host's second stage (ECAP.NEST). Without it only the default table can.</summary>
    public bool Nesting { get; init; } = true;

    /// <summary>First-stage pages of 1 GiB (CAP.FS1GP). Where the unit offers them to the guest and the host has none, no first-stage table can be
    /// attached, as any may use them.</summary>
    public bool FirstStageGigabytePages { get; init; } = true;

    /// <summary>First-stage tables of five levels (CAP.FS5LP).</summary>
    public bool FirstStageFiveLevels { get; init; } = true;

    private const int WidestPasid = 20;

    /// <summary>PASIDs that there are.</summary>
    internal uint PasidCount => 1u << PasidWidth;

    internal void Validate()
    {
        if (PasidWidth is < 0 or > WidestPasid)
            throw new ArgumentException($"{nameof(PasidWidth)} is {PasidWidth}; it must be between 0 and {WidestPasid}.");
    }
}
