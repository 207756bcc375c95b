using Vtd.Architecture;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.HostDevices;

/// <summary>Brings host devices in line with the guest's tables, a part at a time.</summary>
/// <remarks>
/// <para>Each part looks at some entries under the unit's lock and makes the calls that this leads to without it. First what is stale goes, from all
/// devices; then what is new is attached: a table that moves between devices is at no time used by both.</para>
/// <para>Requests that come before a refresh begins are covered by that one; those that come later by another, which is the same object posted
/// once more. So a guest that invalidates without waiting causes one refresh and not many.</para>
/// <para>A page of PASID entries without one that has a use is not read again by the same refresh of a device, wherever directory entries
/// name it.</para>
/// </remarks>
[GuardedByUnitLock]
internal sealed class HostRefresh(
    IReadOnlyList<HostDevice> devices,
    HostRules rules,
    StructureWalk walk,
    UnitState state,
    int maxAttachmentsPerDevice,
    UnitEvents events) : DeferredCall(sourceId: null)
{
    private const int WorkPerPart = 256;
    private const int CallsPerPart = 64;
    private const int DirectoriesPerPage = SmallPage.Size / PasidDirectoryEntry.SizeInBytes;
    private const int WorkPerPage = 17;
    private const int WorkPerEntry = 3;

    private readonly List<HostDevice> _devices = [];
    private readonly List<Attachment> _changed = [];
    private readonly List<HostCall> _calls = [];
    private readonly HashSet<ulong> _useless = [];
    private readonly byte[] _directories = new byte[SmallPage.Size];
    private readonly byte[] _entries = new byte[SmallPage.Size];
    private EntryScope _next = new();
    private EntryScope _scope = new();
    private IEnumerator<int>? _steps;
    private int _posted; // how often it is among the calls to be made
    private bool _isJoined; // the last of these is for what is wanted now
    private bool _isWanted;
    private bool _hasBegun;

    /// <summary>Has a refresh made of a scope that the caller adds to, and of devices whose context entry has changed.</summary>
    /// <returns>The scope.</returns>
    public EntryScope Want()
    {
        _isWanted = true;
        if (_isJoined)
        {
            state.Deferred.Join();
        }
        else
        {
            state.Deferred.Post(this);
            _posted++;
        }
        _isJoined = true;
        return _next;
    }

    /// <summary>Cancels the refresh: no more entries are read and no more tables attached. A later refresh follows the calls that are posted now.</summary>
    public void Cancel()
    {
        _isWanted = _isJoined = false;
        _next.Clear();
        _steps = null;
    }

    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        using (state.Lock.Hold())
            Look();
        foreach (var call in _calls)
        {
            if (call.Advance() == CallProgress.Failed)
            {
                using (state.Lock.Hold())
                    call.FailLocked();
            }
        }
        _calls.Clear();
        return _hasBegun ? CallProgress.Unfinished : CallProgress.Done;
    }

    /// <inheritdoc/>
    /// <remarks>What was to be taken away is not known, so everything is.</remarks>
    public override void FailLocked()
    {
        _hasBegun = false;
        _steps = null;
        _calls.Clear();
        foreach (var attachment in devices.Where(static device => !device.IsLeaving).SelectMany(static device => device.Attachments))
        {
            attachment.PlanLocked(new(HostAccess.Blocked));
            state.Deferred.Post(new HostCall(attachment, state.Lock, events));
        }
    }

    private void Look()
    {
        if (!_hasBegun)
            Begin();
        for (var work = 0; _hasBegun && work < WorkPerPart && _calls.Count < CallsPerPart;)
        {
            _hasBegun = _steps?.MoveNext() == true;
            work += _hasBegun ? _steps!.Current : 0;
        }
        state.Meter.Spend(_calls.Count);
    }

    private void Begin()
    {
        if (--_posted > 0 || !_isWanted)
            return;
        _isWanted = _isJoined = false;
        (_scope, _next) = (_next, _scope);
        _next.Clear();
        _devices.Clear();
        _devices.AddRange(devices);
        _steps = Steps().GetEnumerator();
        _hasBegun = true;
    }

    /// <summary>The steps of a refresh, each with its work.</summary>
    private IEnumerable<int> Steps()
    {
        _changed.Clear();
        foreach (var device in _devices)
        {
            var view = rules.View(device);
            device.IsChanged = view != device.View;
            device.View = view;
            yield return WorkPerEntry;
            for (var place = 0; place < device.PlaceCount && !device.IsLeaving; place++)
            {
                state.Meter.SpendLooks(1);
                var attachment = device.At(place);
                var isCovered = attachment is not null
                    && (attachment.IsStuck || Covers(device, attachment.Plan) || Covers(device, attachment.OnHost));
                if (isCovered)
                    RemoveStale(attachment!);
                yield return isCovered ? WorkPerEntry : 1;
            }
        }

        foreach (var attachment in _changed)
        {
            if (!attachment.Device.IsLeaving)
                Attach(attachment.Device, attachment.Tag, isCovered: true);
            yield return WorkPerEntry;
        }
        foreach (var device in _devices)
        {
            foreach (var work in AttachNew(device))
                yield return work;
        }
    }

    private bool Covers(HostDevice device, in HostPlan plan) => device.IsChanged || _scope.Covers(plan.Domain, plan.Pasid);

    /// <summary>Takes away what the tables do not say any more. A default table is given at once, as no other device can still be using it
    /// as its own.</summary>
    private void RemoveStale(Attachment attachment)
    {
        var plan = rules.Read(attachment.Device, attachment.Tag, out _);
        if (plan.IsSameOnHost(attachment.Plan) && !attachment.IsStuck)
            attachment.RenameLocked(plan);
        else if (plan.Access != HostAccess.FirstStage)
            Change(attachment, plan);
        else
        {
            if (attachment.Plan.Access == HostAccess.FirstStage || attachment.IsStuck)
                Change(attachment, new(HostAccess.Blocked));
            _changed.Add(attachment);
        }
    }

    private IEnumerable<int> AttachNew(HostDevice device)
    {
        if (device.IsLeaving || device.View?.Context is not { } context)
            yield break;
        Attach(device, tag: null, device.IsChanged);
        yield return WorkPerEntry;
        if (!device.IsChanged && !_scope.IsWide)
        {
            foreach (var pasid in _scope.Pasids)
            {
                if (rules.TagOf(context, pasid) is { } tag)
                    Attach(device, tag, device.IsChanged);
                yield return WorkPerEntry;
            }
            yield break;
        }

        _useless.Clear();
        var limit = rules.PasidLimitOf(device);
        var tables = (limit + StructureWalk.PasidsPerTable - 1) / StructureWalk.PasidsPerTable;
        for (uint first = 0; first < tables && !device.IsLeaving; first += DirectoriesPerPage)
        {
            var count = Math.Min(DirectoriesPerPage, tables - first);
            var isRead = walk.TryReadDirectory(context, first, _directories.AsSpan(0, (int)count * PasidDirectoryEntry.SizeInBytes));
            yield return WorkPerPage;
            for (uint index = 0; index < count; index++)
            {
                if (!isRead)
                    yield return 1; // perhaps only some of them cannot be read
                PasidDirectoryEntry directory;
                var fault = isRead
                    ? walk.Decode(_directories.AsSpan((int)index * PasidDirectoryEntry.SizeInBytes), out directory)
                    : walk.ReadDirectory(context, first + index, out directory);
                if (fault != FaultReason.None || _useless.Contains(directory.SMPTBLPTR))
                    continue;
                var hasRoom = TryAttach(device, context, directory, (first + index) * StructureWalk.PasidsPerTable, limit);
                yield return WorkPerPage;
                if (device.IsLeaving || !hasRoom)
                    yield break;
            }
        }
    }

    /// <summary>Attaches what the entries of a PASID table say.</summary>
    /// <returns>False if the device has no room for more.</returns>
    private bool TryAttach(HostDevice device, in ScalableContextEntry context, in PasidDirectoryEntry directory, uint firstPasid, uint limit)
    {
        var isRead = walk.TryReadTable(directory, 0, _entries);
        var isUseful = false;
        var hasRoom = true;
        for (uint index = 0; index < StructureWalk.PasidsPerTable && firstPasid + index < limit; index++)
        {
            PasidEntry entry;
            var fault = isRead
                ? walk.Decode(_entries.AsSpan((int)index * PasidEntry.SizeInBytes), out entry)
                : walk.ReadPasidEntry(directory, index, out entry);
            var pasid = firstPasid + index;
            if (fault != FaultReason.None || rules.TagOf(context, pasid) is not { } tag)
                continue;
            var plan = rules.PlanOf(device, context, tag, pasid, entry, out var refusal);
            if (!Covers(device, plan))
                continue;
            Count(refusal);
            isUseful |= plan.Access != HostAccess.Blocked;
            hasRoom &= TryAttach(device, tag, plan);
        }
        if (!isUseful)
            _useless.Add(directory.SMPTBLPTR);
        return hasRoom;
    }

    private void Attach(HostDevice device, uint? tag, bool isCovered)
    {
        var plan = rules.Read(device, tag, out var refusal);
        if (!isCovered && !_scope.Covers(plan.Domain, plan.Pasid))
            return;
        Count(refusal);
        TryAttach(device, tag, plan);
    }

    /// <summary>Attaches requests to their table.</summary>
    /// <returns>False if the device has no room for more.</returns>
    private bool TryAttach(HostDevice device, uint? tag, in HostPlan plan)
    {
        var attachment = device.Find(tag);
        if (attachment is null)
        {
            if (plan.Access == HostAccess.Blocked)
                return true;
            if (device.PasidCount + (device.Untagged.Plan.Access == HostAccess.FirstStage ? 1 : 0) >= maxAttachmentsPerDevice)
            {
                Count(HostRefusal.Room);
                return false;
            }
            attachment = device.Add(tag.GetValueOrDefault());
        }
        if (plan.IsSameOnHost(attachment.Plan) && !attachment.IsStuck)
        {
            attachment.RenameLocked(plan);
            return true;
        }
        // An entry that names its new domain only, in the scope of which it is.
        if (plan.Access == HostAccess.FirstStage && attachment.Plan.Access == HostAccess.FirstStage)
            Change(attachment, new(HostAccess.Blocked));
        Change(attachment, plan);
        return true;
    }

    private void Change(Attachment attachment, in HostPlan plan)
    {
        attachment.PlanLocked(plan);
        _calls.Add(new(attachment, state.Lock, events));
    }

    private void Count(HostRefusal? refusal)
    {
        if (refusal is { } reason)
            events.Counters.HostRefusals[(int)reason]++;
    }
}
