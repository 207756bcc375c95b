using Vtd.Runtime.Inspection;

namespace Vtd.Runtime.HostDevices;

/// <summary>The attachment of the requests of a host device with one PASID, or of those without. Guarded by the unit's lock.</summary>
/// <param name="device">The device.</param>
/// <param name="tag">The PASID that requests carry; null for those without.</param>
internal sealed class Attachment(HostDevice device, uint? tag)
{
    /// <summary>The device.</summary>
    public HostDevice Device => device;

    /// <summary>The PASID that requests carry; null for those without.</summary>
    public uint? Tag => tag;

    /// <summary>The plan for requests that the guest has nothing to do with.</summary>
    public HostPlan Rest { get; } = RestOf(tag);

    /// <summary>The plan in force. All calls that it takes are posted or made.</summary>
    public HostPlan Plan { get; private set; } = RestOf(tag);

    /// <summary>The plan that the host has carried out, by the last call that did not fail. Changed by the thread that makes the calls, of which there is one
    /// at a time, under the lock.</summary>
    public HostPlan OnHost { get; private set; } = RestOf(tag);

    /// <summary>Counts the plans, so that a failure is held against the latest one only.</summary>
    public int Version { get; private set; }

    /// <summary>Whether the host failed to carry the plan out, and has requests go where they must not, or not back to where they belong.</summary>
    public bool IsStuck { get; private set; }

    /// <summary>Stale parts of its table.</summary>
    public StaleTableRanges Stale { get; } = new();

    /// <summary>Groups of page requests that the guest has not answered, at most as many as there are indexes, with the host's name for each.</summary>
    public Dictionary<ushort, uint> Groups { get; } = [];

    /// <summary>Whether nothing is to be done to have it at rest.</summary>
    public bool IsAtRest => Plan.Access == Rest.Access && !IsStuck;

    /// <summary>Makes a new plan.</summary>
    [RequiresUnitLock]
    public void PlanLocked(in HostPlan plan)
    {
        Plan = plan;
        Version++;
        IsStuck = false;
    }

    /// <summary>Remembers another entry that gives the same access.</summary>
    [RequiresUnitLock]
    public void RenameLocked(in HostPlan plan) => Plan = plan;

    /// <summary>A call of a plan changed where requests go.</summary>
    [RequiresUnitLock]
    public void MovedLocked(in HostPlan plan, int version)
    {
        OnHost = plan;
        Groups.Clear();
        if (version == Version) // or the calls of a later plan are still to come
            ForgetLocked();
    }

    /// <summary>The calls of a plan failed. What the guest asked for and did not get is refused: a later invalidation that covers the entry tries again.</summary>
    [RequiresUnitLock]
    public void FailedLocked(int version)
    {
        if (version != Version)
            return;
        IsStuck = OnHost.Access != HostAccess.Blocked || Plan.Access == Rest.Access;
        if (Plan.Access != Rest.Access)
            Plan = new(HostAccess.Blocked);
        ForgetLocked();
    }

    /// <summary>Describes the attachment for dumps.</summary>
    public DumpedAttachment Describe() => new()
    {
        SourceId = device.SourceId,
        Pasid = tag,
        Domain = Plan.Domain,
        Access = Plan.Access,
        Table = Plan.Access == HostAccess.FirstStage ? Plan.Table : null,
        IsOnHost = Plan.IsSameOnHost(OnHost),
        IsStuck = IsStuck,
    };

    private static HostPlan RestOf(uint? tag) => new(tag is null ? HostAccess.DefaultTable : HostAccess.Blocked);

    [RequiresUnitLock]
    private void ForgetLocked()
    {
        if (tag is not null && IsAtRest && OnHost.Access == HostAccess.Blocked)
            device.Forget(this);
    }
}
