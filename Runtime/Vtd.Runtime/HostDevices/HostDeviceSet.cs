using System.Diagnostics.CodeAnalysis;
using Vtd.Architecture;
using Vtd.Runtime.Inspection;
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
[GuardedByUnitLock]
internal sealed class HostDeviceSet : IUnitPart
{
    private readonly List<HostDevice> _devices = [];
    private readonly HostRules _rules;
    private readonly HostRefresh _refresh;
    private readonly HostInvalidations _invalidations;
    private readonly UnitState _state;
    private readonly UnitEvents _events;

    public HostDeviceSet(UnitState state, StructureWalk walk, UnitEvents events, int maxAttachmentsPerDevice)
    {
        _rules = new(state, walk);
        _refresh = new(_devices, _rules, walk, state, maxAttachmentsPerDevice, events);
        _invalidations = new(_devices, state, events);
        _state = state;
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

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.HostDevicesDetached;

    /// <inheritdoc/>
    /// <remarks>Detaches everything from every device. Nothing is read from guest memory, so nothing can come back.</remarks>
    public void Reset(bool keepsSticky)
    {
        _refresh.Cancel();
        foreach (var device in _devices)
            DetachAll(device);
    }

    /// <inheritdoc/>
    /// <remarks>Host devices are the embedder's. They are attached to what the guest's tables say, and page requests that they wait for are answered by the host.</remarks>
    public void Save(SnapshotWriter snapshot)
    {
    }

    /// <inheritdoc/>
    public Action Restore(SnapshotReader snapshot) => () => _refresh.Want().Add();

    /// <inheritdoc/>
    public UnitCounts AddCounts(UnitCounts counts) => counts with { HostAttachments = AttachmentCount, StuckAttachments = StuckCount };

    /// <inheritdoc/>
    public Action<UnitDump> Copy(int most)
    {
        var attachments = _devices.SelectMany(static device => device.Attachments).Where(static one => !one.IsAtRest).Select(static one => one.Describe()).ToArray();
        return dump => dump.Attachments = DumpedList.Of(most, attachments.Length, attachments.OrderBy(static one => (one.SourceId.Value, one.Pasid)));
    }

    /// <summary>Adds a device and attaches what the guest's tables say.</summary>
    /// <returns>False if another device has this source-id.</returns>
    public bool TryAdd(SourceId sourceId, IHostDevice target, HostDeviceLimits limits, [NotNullWhen(true)] out HostDevice? device)
    {
        device = Find(sourceId) is null ? new(sourceId, target, limits) : null;
        if (device is null)
            return false;
        _devices.Add(device);
        _refresh.Want();
        return true;
    }

    /// <summary>Removes a device, once it is back on its default table and on no other. Does nothing if the device is not there any more.</summary>
    public void Remove(HostDevice device)
    {
        if (!_devices.Contains(device))
            return;
        device.IsLeaving = true;
        DetachAll(device);
    }

    /// <summary>Whether a device is to be removed and the host failed to detach it.</summary>
    public bool IsStuck(HostDevice device) => _devices.Contains(device) && device.IsLeaving && device.Attachments.Any(static one => one.IsStuck);

    /// <summary>Has host devices follow a change: where entries that lead to page tables are stale, PASID entries are read again and attached or detached;
    /// where pages are, the host drops its own translations.</summary>
    public void Invalidate(in Stale stale)
    {
        if (_devices.Count > 0)
            InvalidateAll(stale);
    }

    private void InvalidateAll(in Stale stale)
    {
        if (stale.Subject == StaleSubject.PageTables)
            Refresh(stale);
        else if (stale is { Subject: StaleSubject.Pages, Domain: { } domain, Pasid: { } pasid })
            InvalidatePasid(domain, pasid, stale.Range.ToStageOne(stale.IsLeafOnly));
        else if (stale.Subject == StaleSubject.Pages)
            _invalidations.AddTables(stale.Domain); // with every page: any first-stage one may lie behind a stale page of the second stage
    }

    /// <summary>A request made the unit read a PASID entry. Without caching mode (CAP.CM) software announces no entry that
    /// becomes present, so this is where the unit learns of it.</summary>
    public void Notice(SourceId sourceId, in ScalableContextEntry context, uint pasid, in PasidEntry entry)
    {
        if (Find(sourceId) is not { } device)
            return;
        var tag = _rules.TagOf(context, pasid);
        var plan = _rules.PlanOf(device, context, tag, pasid, entry, out _);
        if (!plan.IsSameOnHost(device.Find(tag)?.Plan ?? new(HostAccess.Blocked)))
            _refresh.Want().Add(entry.DID, pasid);
    }

    /// <summary>Whether page requests can come from a first-stage table of the guest.</summary>
    public bool TakesPageRequests(SourceId sourceId, uint? tag) =>
        Find(sourceId)?.Find(tag) is { Plan: { Access: HostAccess.FirstStage, Table.TakesPageRequests: true } };

    /// <summary>Remembers by which name the host wants a group of page requests answered.</summary>
    public void Expect(in PageRequest request, uint cookie)
    {
        if (Find(request.SourceId)?.Find(request.Pasid) is { } attachment)
            attachment.Groups[request.Group] = cookie;
    }

    /// <summary>Answers a group of page requests.</summary>
    /// <returns>False if no host device waits for that.</returns>
    public bool TryRespond(SourceId sourceId, in PageGroupResponse response)
    {
        if (Find(sourceId)?.Find(response.Pasid) is not { } attachment || !attachment.Groups.Remove(response.Group, out var cookie))
            return false;
        Respond(sourceId, response.Pasid, cookie, response.Answer);
        return true;
    }

    /// <summary>Answers a group of page requests by the host's name for it.</summary>
    public void Respond(SourceId sourceId, uint? tag, uint cookie, PageGroupAnswer answer)
    {
        if (Find(sourceId) is { } device)
            _state.Deferred.Post(new HostResponse(device, tag, cookie, answer, _events));
    }

    private HostDevice? Find(SourceId sourceId)
    {
        foreach (var device in _devices)
        {
            if (device.SourceId == sourceId)
                return device;
        }
        return null;
    }

    private void DetachAll(HostDevice device)
    {
        device.View = null;
        foreach (var attachment in device.Attachments)
        {
            if (attachment.IsAtRest)
                continue;
            attachment.PlanLocked(attachment.Rest);
            _state.Deferred.Post(new HostCall(attachment, _state.Lock, _events));
        }
        if (device.IsLeaving)
            _state.Deferred.Post(new HostRemoval(device, _devices, _state.Lock));
    }

    private void Refresh(in Stale stale)
    {
        var scope = _refresh.Want();
        if (stale.Kind == StaleKind.Context)
            return; // where a context entry has changed, all PASID entries of the device are read again
        if (stale.Domain is not { } domain)
            scope.Add();
        else if (stale.Pasid is { } pasid)
            scope.Add(domain, pasid);
        else
            scope.Add(domain);
    }

    private void InvalidatePasid(ushort domain, uint pasid, in StageOneInvalidation invalidation)
    {
        foreach (var device in _devices)
        {
            if (device.Untagged is var untagged && (untagged.Plan.Pasid == pasid || untagged.OnHost.Pasid == pasid))
                Invalidate(untagged, domain, invalidation);
            if (device.Find(pasid) is { } tagged)
                Invalidate(tagged, domain, invalidation);
        }
    }

    /// <summary>A table counts from when it is planned, as the host may be about to attach it, until it is detached.</summary>
    private void Invalidate(Attachment attachment, ushort domain, in StageOneInvalidation invalidation)
    {
        if (attachment.OnHost.IsTableOf(domain) || attachment.Plan.IsTableOf(domain))
            _invalidations.Add(attachment, invalidation);
    }
}
