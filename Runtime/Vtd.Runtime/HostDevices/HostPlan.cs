namespace Vtd.Runtime.HostDevices;

/// <summary>Where requests of a host device may go, and by which PASID entry.</summary>
/// <param name="Access">Where they may go.</param>
/// <param name="Domain">The domain in the entry.</param>
/// <param name="Pasid">The PASID of the entry.</param>
/// <param name="Table">The first-stage table, if they go through one.</param>
internal readonly record struct HostPlan(HostAccess Access, ushort Domain = 0, uint Pasid = 0, StageOneTable Table = default)
{
    /// <summary>Whether there is nothing to do on the host to get from one plan to the other. Translations of a first-stage table are cached by
    /// domain and PASID, so a change of these is a change of the table.</summary>
    public bool IsSameOnHost(in HostPlan other) => Access == other.Access && (Access != HostAccess.FirstStage || this == other);
}
