using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.AddressSpaces;

/// <summary>Decides what invalidations and commands mean for the listeners that follow address spaces.</summary>
internal sealed class ListenerSet(AddressSpaceTables tables, DeferredCalls deferred, CallPart part, MappingQuota quota, bool hasCachingMode)
{
    private readonly List<Follower> _followers = [];

    /// <summary>Times that pages were not announced for lack of room.</summary>
    public long Refused => quota.Refused;

    /// <summary>Whether requests of an address space go through first-stage tables now.</summary>
    [RequiresUnitLock]
    public bool HasFirstStageLocked(in AddressSpace space) => tables.ReadLocked(space) is { IsTranslated: true, HasFirstStage: true };

    /// <summary>Adds a listener and has it told how things are.</summary>
    /// <returns>False if it follows this address space already.</returns>
    [RequiresUnitLock]
    public bool TryAddLocked(AddressSpace space, ITranslationListener listener, bool wantsMappings)
    {
        if (FindLocked(space, listener) is not null)
            return false;
        var scan = wantsMappings ? new MappingScan(tables, quota) : null;
        var follower = new Follower(space, listener, new(isAnyWhenEmpty: !wantsMappings && !hasCachingMode), scan, tables, part);
        _followers.Add(follower);
        follower.EntriesChangedLocked();
        if (wantsMappings)
            follower.StaleLocked();
        PostLocked(follower);
        return true;
    }

    /// <summary>Removes a listener. It hears nothing more but the end of a call under way.</summary>
    /// <returns>False if it does not follow this address space.</returns>
    [RequiresUnitLock]
    public bool TryRemoveLocked(AddressSpace space, ITranslationListener listener)
    {
        if (FindLocked(space, listener) is not { } follower)
            return false;
        follower.Remove();
        return _followers.Remove(follower);
    }

    /// <summary>Remapping was switched, or all tables are others, or the unit was reset: everything is unmapped, whatever was to be told before, then
    /// what is mapped now is told.</summary>
    [RequiresUnitLock]
    public void RefreshAllLocked()
    {
        foreach (var follower in _followers)
        {
            follower.UnmapAllLocked();
            follower.EntriesChangedLocked();
            PostLocked(follower);
        }
    }

    /// <summary>Context cache domain-selective, for which an entry can have left the domain or come to it, or PASID cache global: every space is looked
    /// at.</summary>
    [RequiresUnitLock]
    public void EntriesChangedLocked()
    {
        foreach (var follower in _followers)
            EntriesChangedLocked(follower);
    }

    /// <summary>Context cache device-selective.</summary>
    [RequiresUnitLock]
    public void ContextsChangedLocked(ushort sourceId, FunctionMask mask)
    {
        foreach (var follower in _followers)
        {
            if (((follower.Space.SourceId ^ sourceId) & ~FunctionBits.Ignored(mask)) == 0)
                EntriesChangedLocked(follower);
        }
    }

    /// <summary>PASID cache, of a domain or of one PASID in it.</summary>
    [RequiresUnitLock]
    public void PasidsChangedLocked(ushort domain, uint? pasid = null)
    {
        foreach (var follower in _followers)
        {
            if (ConcernsLocked(follower, domain, pasid))
                EntriesChangedLocked(follower);
        }
    }

    /// <summary>IOTLB global.</summary>
    [RequiresUnitLock]
    public void TranslationsChangedLocked()
    {
        foreach (var follower in _followers)
            StaleLocked(follower, PageRange.Everything);
    }

    /// <summary>IOTLB domain, or page with a range of second-stage addresses: behind a first stage these can be anywhere.</summary>
    [RequiresUnitLock]
    public void TranslationsChangedLocked(ushort domain, PageRange range)
    {
        foreach (var follower in _followers)
        {
            if (ConcernsLocked(follower, domain, pasid: null))
                StaleLocked(follower, follower.Owners.HasFirstStage ? PageRange.Everything : range);
        }
    }

    /// <summary>PASID-based IOTLB, of a range or of everything.</summary>
    [RequiresUnitLock]
    public void TranslationsChangedLocked(ushort domain, uint pasid, PageRange range)
    {
        foreach (var follower in _followers)
        {
            if (ConcernsLocked(follower, domain, pasid))
                StaleLocked(follower, range);
        }
    }

    [RequiresUnitLock]
    private Follower? FindLocked(AddressSpace space, ITranslationListener listener) =>
        _followers.Find(follower => follower.Space == space && follower.Listener == listener);

    /// <summary>Whether an invalidation concerns a follower: the owners of pages that it can hold, or the owner that the tables name now.</summary>
    [RequiresUnitLock]
    private bool ConcernsLocked(Follower follower, ushort domain, uint? pasid)
    {
        if (follower.IsAllStale || follower.Owners.IsAny)
            return true;
        follower.Owners.Add(tables.ReadLocked(follower.Space).Owner);
        return follower.Owners.Matches(domain, pasid);
    }

    [RequiresUnitLock]
    private void EntriesChangedLocked(Follower follower)
    {
        follower.EntriesChangedLocked();
        StaleLocked(follower, PageRange.Everything);
    }

    [RequiresUnitLock]
    private void StaleLocked(Follower follower, in PageRange range)
    {
        follower.StaleLocked(range.First, range.Last);
        PostLocked(follower);
    }

    [RequiresUnitLock]
    private void PostLocked(Follower follower)
    {
        if (follower.IsPosted)
            deferred.JoinLocked();
        else
            deferred.PostLocked(follower);
        follower.IsPosted = true;
    }
}
