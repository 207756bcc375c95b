using Vtd.Runtime.Architecture;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.HostDevices;

/// <summary>Keeps what host devices are attached to in step with the guest's tables.</summary>
/// <remarks>
/// Everything is decided under the lock, from guest memory alone, and done on the host in that order without the lock. So the host sees
/// one consistent sequence, by whichever thread calls are made. The entry of RID_PASID stands for requests without PASID; all other entries stand for
/// requests with theirs.
/// </remarks>
internal sealed class HostDeviceSet
{
    private const int AttachmentsPerUnit = 8;

    private readonly List<HostDevice> _devices = [];
    private readonly HostRules _rules;
    private readonly HostRefresh _refresh;
    private readonly HostInvalidations _invalidations;
    private readonly DeferredCalls _deferred;
    private readonly UnitLock _lock;
    private readonly WorkMeter _meter;
    private readonly UnitEvents _events;

    public HostDeviceSet(
        VtdRegisterFile registers,
        LatchedPointers pointers,
        StructureWalk walk,
        DeferredCalls deferred,
        UnitLock unitLock,
        WorkMeter meter,
        UnitEvents events,
        int maxAttachmentsPerDevice)
    {
        _rules = new(registers, pointers, walk);
        _refresh = new(_devices, _rules, walk, deferred, unitLock, meter, maxAttachmentsPerDevice, events);
        _invalidations = new(deferred, unitLock, meter, events);
        _deferred = deferred;
        _lock = unitLock;
        _meter = meter;
        _events = events;
    }

    /// <summary>First-stage tables attached, and PASIDs attached to default tables.</summary>
    public int AttachmentCount
    {
        get
        {
            var count = 0;
            foreach (var device in _devices)
                count += device.Count;
            return count;
        }
    }

    /// <summary>Attachments that the host failed to take away, or to put back where they belong.</summary>
    public int StuckCount => _devices.Sum(static device => device.Attachments.Count(static one => one.IsStuck));

    /// <summary>Attachments that are not at rest.</summary>
    [RequiresUnitLock]
    public IEnumerable<Attachment> AttachmentsLocked() => _devices.SelectMany(static device => device.Attachments).Where(static one => !one.IsAtRest);

    /// <summary>Adds a device and attaches what the guest's tables say.</summary>
    /// <returns>False if there is one of this source id already.</returns>
    [RequiresUnitLock]
    public bool TryAddLocked(ushort sourceId, IHostDevice target, HostDeviceLimits limits)
    {
        if (FindLocked(sourceId) is not null)
            return false;
        _devices.Add(new(sourceId, target, limits));
        _refresh.WantLocked();
        return true;
    }

    /// <summary>Removes a device, once it is back on its default table and on no other.</summary>
    /// <returns>False if there is none of this source id.</returns>
    [RequiresUnitLock]
    public bool TryRemoveLocked(ushort sourceId)
    {
        if (FindLocked(sourceId) is not { } device)
            return false;
        device.IsLeaving = true;
        DetachAllLocked(device);
        return true;
    }

    /// <summary>Whether a device is to be removed and the host failed to detach it.</summary>
    [RequiresUnitLock]
    public bool IsStuckLocked(ushort sourceId) => FindLocked(sourceId) is { IsLeaving: true } device && device.Attachments.Any(static one => one.IsStuck);

    /// <summary>Detaches everything from every device. Reads nothing from guest memory, so nothing can come back.</summary>
    [RequiresUnitLock]
    public void DetachAllLocked()
    {
        _refresh.CancelLocked();
        foreach (var device in _devices)
            DetachAllLocked(device);
    }

    /// <summary>PASID cache global, and what changes all tables at once: every entry is read again.</summary>
    [RequiresUnitLock]
    public void RefreshAllLocked()
    {
        if (_devices.Count > 0)
            _refresh.WantLocked().Add();
    }

    /// <summary>PASID cache domain-selective: entries of a domain, or that were of it, are read again.</summary>
    [RequiresUnitLock]
    public void RefreshDomainLocked(ushort domain)
    {
        if (_devices.Count > 0)
            _refresh.WantLocked().Add(domain);
    }

    /// <summary>PASID cache PASID-selective: the entries of a PASID that are of a domain, or were, are read again.</summary>
    [RequiresUnitLock]
    public void RefreshPasidLocked(ushort domain, uint pasid)
    {
        if (_devices.Count > 0)
            _refresh.WantLocked().Add(domain, pasid);
    }

    /// <summary>Context cache: where a context entry has changed, all PASID entries of the device are read again.</summary>
    [RequiresUnitLock]
    public void RefreshContextsLocked()
    {
        if (_devices.Count > 0)
            _refresh.WantLocked();
    }

    /// <summary>A request made the unit read a PASID entry. Without caching mode (CAP.CM) software announces no entry that
    /// becomes present, so this is where the unit learns of it.</summary>
    [RequiresUnitLock]
    public void NoticeLocked(ushort sourceId, in ScalableContextEntry context, uint pasid, in PasidEntry entry)
    {
        if (FindLocked(sourceId) is not { } device)
            return;
        var tag = _rules.TagOf(context, pasid);
        var plan = _rules.PlanOf(device, context, tag, pasid, entry, out _);
        if (!plan.IsSameOnHost(device.Find(tag)?.Plan ?? new(HostAccess.Blocked)))
            RefreshPasidLocked(entry.DID, pasid);
    }

    /// <summary>IOTLB global, domain and page: first-stage translations of a domain, or of all, are stale.</summary>
    [RequiresUnitLock]
    public void InvalidateLocked(ushort? domain)
    {
        foreach (var device in _devices)
        {
            _meter.Spend(device.Tagged.Count / AttachmentsPerUnit);
            InvalidateLocked(device.Untagged, domain, StageOneInvalidation.All);
            foreach (var attachment in device.Tagged.Values)
                InvalidateLocked(attachment, domain, StageOneInvalidation.All);
        }
    }

    /// <summary>PASID-based IOTLB: first-stage translations of a PASID in a domain are stale.</summary>
    [RequiresUnitLock]
    public void InvalidatePasidLocked(ushort domain, uint pasid, in StageOneInvalidation invalidation)
    {
        foreach (var device in _devices)
        {
            if (device.Untagged is var untagged && (untagged.Plan.Pasid == pasid || untagged.OnHost.Pasid == pasid))
                InvalidateLocked(untagged, domain, invalidation);
            if (device.Find(pasid) is { } tagged)
                InvalidateLocked(tagged, domain, invalidation);
        }
    }

    /// <summary>Whether page requests can come from a first-stage table of the guest.</summary>
    [RequiresUnitLock]
    public bool TakesPageRequestsLocked(ushort sourceId, uint? tag) =>
        FindLocked(sourceId)?.Find(tag) is { Plan: { Access: HostAccess.FirstStage, Table.TakesPageRequests: true } };

    /// <summary>Remembers by which name the host wants a group of page requests answered.</summary>
    [RequiresUnitLock]
    public void ExpectLocked(in PageRequest request, uint cookie)
    {
        if (FindLocked(request.SourceId)?.Find(request.Pasid) is { } attachment)
            attachment.Groups[request.Group] = cookie;
    }

    /// <summary>Answers a group of page requests.</summary>
    /// <returns>False if no host device waits for that.</returns>
    [RequiresUnitLock]
    public bool TryRespondLocked(ushort sourceId, in PageGroupResponse response)
    {
        if (FindLocked(sourceId)?.Find(response.Pasid) is not { } attachment || !attachment.Groups.Remove(response.Group, out var cookie))
            return false;
        RespondLocked(sourceId, response.Pasid, cookie, response.Answer);
        return true;
    }

    /// <summary>Answers a group of page requests by the host's name for it.</summary>
    [RequiresUnitLock]
    public void RespondLocked(ushort sourceId, uint? tag, uint cookie, PageGroupAnswer answer)
    {
        if (FindLocked(sourceId) is { } device)
            _deferred.PostLocked(new HostResponse(device, tag, cookie, answer, _events));
    }

    [RequiresUnitLock]
    private HostDevice? FindLocked(ushort sourceId)
    {
        foreach (var device in _devices)
        {
            if (device.SourceId == sourceId)
                return device;
        }
        return null;
    }

    [RequiresUnitLock]
    private void DetachAllLocked(HostDevice device)
    {
        device.View = null;
        foreach (var attachment in device.Attachments)
        {
            if (attachment.IsAtRest)
                continue;
            attachment.PlanLocked(attachment.Rest);
            _deferred.PostLocked(new HostCall(attachment, _lock, _events));
        }
        if (device.IsLeaving)
            _deferred.PostLocked(new HostRemoval(device, _devices, _lock));
    }

    /// <summary>A table counts from when it is planned, as the host may be about to attach it, until it is detached.</summary>
    [RequiresUnitLock]
    private void InvalidateLocked(Attachment attachment, ushort? domain, in StageOneInvalidation invalidation)
    {
        if (IsOf(attachment.OnHost, domain) || IsOf(attachment.Plan, domain))
            _invalidations.AddLocked(attachment, invalidation);
    }

    private static bool IsOf(in HostPlan plan, ushort? domain) => plan.Access == HostAccess.FirstStage && (domain is null || plan.Domain == domain);
}
