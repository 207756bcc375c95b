namespace Vtd.Runtime.HostDevices;

/// <summary>The destination that requests of a host device may have, and the PASID entry that says so.</summary>
/// <param name="Access">The kind of destination.</param>
/// <param name="Domain">The domain in the entry.</param>
/// <param name="Pasid">The PASID of the entry.</param>
/// <param name="Table">The first-stage table, if they go through one.</param>
internal readonly record struct HostPlan(HostAccess Access, ushort Domain = 0, uint Pasid = 0, StageOneTable Table = default)
{
    /// <summary>Whether requests go through a first-stage table of a domain.</summary>
    public bool IsTableOf(ushort domain) => Access == HostAccess.FirstStage && Domain == domain;

    /// <summary>Whether the host has nothing to do to get from one plan to the other. Translations of a first-stage table are cached by
    /// domain and PASID, so a change of these is a change of the table.</summary>
    public bool IsSameOnHost(in HostPlan other) => Access == other.Access && (Access != HostAccess.FirstStage || this == other);
}
