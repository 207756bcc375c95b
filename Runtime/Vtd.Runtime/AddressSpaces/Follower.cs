using Vtd.Runtime.Caches;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.AddressSpaces;

/// <summary>A listener and the address space that it follows, with what it is still to be told.</summary>
/// <remarks>
/// What is to be told is gathered under the lock, and one posted call tells all of it: a guest that asks for the same again and again causes no more
/// than one call. What the tables say is read when the call is made, in parts between the calls to the listener, so that however much a
/// guest maps there is little to keep and no part is long.
/// </remarks>
[GuardedByUnitLock]
internal sealed class Follower(
    AddressSpace space,
    ITranslationListener listener,
    OwnerSet owners,
    MappingScan? scan,
    AddressSpaceTables tables,
    CallPart part) : DeferredCall(space.SourceId)
{
    private const int LookupsPerPart = 64;
    private const int NoticesPerPart = 64;

    private readonly StaleRanges _stale = new(ulong.MaxValue);
    private readonly List<FollowerNotice> _notices = [];
    private volatile bool _isRemoved;
    private volatile bool _mustUnmapAll;
    private bool _mustLookAtEntries;
    private bool _isTranslated;
    private bool _isSuspended;

    /// <summary>The address space.</summary>
    public AddressSpace Space => space;

    /// <summary>The listener.</summary>
    public ITranslationListener Listener => listener;

    /// <summary>The owners whose pages the listener can hold. Guarded by the unit's lock.</summary>
    public OwnerSet Owners => owners;

    /// <summary>Whether the call is posted, so that what is added will be told. Guarded by the unit's lock.</summary>
    public bool IsPosted { get; set; }

    /// <summary>Whether everything will be looked at, and no invalidation adds anything to that. Guarded by the unit's lock.</summary>
    public bool IsAllStale => _mustUnmapAll || _stale.IsEverything;

    /// <summary>The listener is to hear nothing any more.</summary>
    public void Remove() => _isRemoved = true;

    /// <summary>Entries may be others. The listener is told whether requests go through the tables, if that has changed, and the owners are found anew.</summary>
    public void EntriesChanged()
    {
        _mustLookAtEntries = true;
        owners.Clear();
    }

    /// <summary>Everything is unmapped before anything else is told. What was pending is implied by that.</summary>
    public void UnmapAll()
    {
        _mustUnmapAll = true;
        scan?.Stop();
        _stale.Clear();
        if (scan is not null)
            _stale.AddEverything();
    }

    /// <summary>A range is stale. What the scan under way is still to look at is not queued again.</summary>
    public void AddStale(ulong first = 0, ulong last = ulong.MaxValue)
    {
        if (IsAllStale)
            return;
        if (scan is not { IsUnderWay: true })
        {
            _stale.Add(first, last);
            return;
        }
        if (first < scan.Next)
            _stale.Add(first, Math.Min(last, scan.Next - 1));
        if (last > scan.Last)
            _stale.Add(Math.Max(first, scan.Last + 1), last);
    }

    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        var isLast = true;
        using (part.Hold())
        {
            if (!_isRemoved)
                isLast = Look();
            part.SpendLocked(_notices.Count);
        }
        foreach (var notice in _notices)
            Tell(notice);
        _notices.Clear();
        return isLast ? CallProgress.Done : CallProgress.Unfinished;
    }

    /// <returns>Whether that was all.</returns>
    private bool Look()
    {
        var entries = tables.Read(space);
        FindOwners(entries);
        var isUnmapped = _mustUnmapAll;
        if (isUnmapped)
        {
            scan?.Clear();
            _notices.Add(FollowerNotice.UnmappedAll);
            _mustUnmapAll = false;
        }
        if (_mustLookAtEntries && entries.IsTranslated != _isTranslated)
        {
            _isTranslated = entries.IsTranslated;
            _notices.Add(FollowerNotice.Switched(_isTranslated));
        }
        _mustLookAtEntries = false;

        if (scan is null)
            UnmapStale();
        else if (entries is { IsTranslated: true, Owner: not null, HasFirstStage: false })
            Scan(entries);
        else
            StopMapping(entries, isUnmapped);
        IsPosted = scan is { IsUnderWay: true } || !_stale.IsEmpty;
        return !IsPosted;
    }

    /// <summary>Requests go by the entries in memory, and by those that are cached. While any owner is possible, only a look at changed entries ends that.</summary>
    private void FindOwners(in AddressSpaceEntries entries)
    {
        if (!_mustLookAtEntries && owners.IsAny)
            return;
        owners.Add(entries.Owner);
        if (_mustLookAtEntries)
            owners.Add(tables.CachedOwner(space));
    }

    private void UnmapStale()
    {
        while (_stale.TryTake(out var first, out var last))
            _notices.Add(FollowerNotice.Unmapped(first, last));
    }

    /// <summary>Ends mappings of requests that are not translated, are blocked, or go through first-stage tables.</summary>
    private void StopMapping(in AddressSpaceEntries entries, bool isUnmapped)
    {
        var isBlocked = entries is { IsTranslated: true, Owner: null } && !_stale.IsEmpty;
        if (scan!.HasPages || (isBlocked && !isUnmapped))
            _notices.Add(FollowerNotice.UnmappedAll);
        scan.Clear();
        _stale.Clear();
        Suspend(entries is { IsTranslated: true, HasFirstStage: true });
    }

    private void Suspend(bool areSuspended)
    {
        if (areSuspended == _isSuspended)
            return;
        _isSuspended = areSuspended;
        _notices.Add(FollowerNotice.Suspended(areSuspended));
    }

    private void Scan(in AddressSpaceEntries entries)
    {
        Suspend(areSuspended: false);
        var lookups = 0;
        while (lookups < LookupsPerPart && _notices.Count < NoticesPerPart && HasRange())
            lookups += scan!.Step(entries.Entries, _notices, NoticesPerPart);
        part.SpendLocked(lookups); // not all of them read guest memory
    }

    /// <summary>Begins the next range if none is under way.</summary>
    private bool HasRange()
    {
        if (!scan!.IsUnderWay && _stale.TryTake(out var first, out var last))
            scan.Begin(first, last);
        return scan.IsUnderWay;
    }

    [ForbiddenUnderUnitLock]
    private void Tell(in FollowerNotice notice)
    {
        // Once everything is to be unmapped, no page is mapped for the tables that were.
        if (_isRemoved || (_mustUnmapAll && notice.Kind == FollowerNoticeKind.Mapped))
            return;
        part.Count(OperationOf(notice.Kind));
        try
        {
            Call(notice);
        }
        catch (Exception error)
        {
            if (notice.Kind == FollowerNoticeKind.Mapped)
                scan!.Forget(notice.Page);
            part.Failed(space.SourceId, error);
        }
    }

    [ForbiddenUnderUnitLock]
    private void Call(in FollowerNotice notice)
    {
        switch (notice.Kind)
        {
            case FollowerNoticeKind.Switched:
                listener.Switched(notice.IsOn);
                break;
            case FollowerNoticeKind.Suspended:
                listener.MappingsSuspended(notice.IsOn);
                break;
            case FollowerNoticeKind.Unmapped:
                listener.Unmapped(notice.First, notice.Last);
                break;
            default:
                listener.Mapped(notice.Page);
                break;
        }
    }

    private static ListenerOperation OperationOf(FollowerNoticeKind kind) => kind switch
    {
        FollowerNoticeKind.Switched => ListenerOperation.Switched,
        FollowerNoticeKind.Suspended => ListenerOperation.Suspended,
        FollowerNoticeKind.Unmapped => ListenerOperation.Unmapped,
        _ => ListenerOperation.Mapped,
    };
}
