using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.AddressSpaces;

/// <summary>Decides what invalidations and commands mean for the listeners that follow address spaces.</summary>
[GuardedByUnitLock]
internal sealed class ListenerSet(UnitState state, AddressSpaceTables tables, CallPart part, MappingQuota quota) : IUnitPart
{
    private readonly List<Follower> _followers = [];

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.HostDevicesDetached;

    /// <inheritdoc/>
    public void Reset(bool keepsSticky) => RefreshAll();

    /// <inheritdoc/>
    public UnitCounts AddCounts(UnitCounts counts) => counts with { RefusedMappings = quota.Refused };

    /// <summary>Whether requests of an address space go through first-stage tables now.</summary>
    public bool HasFirstStage(in AddressSpace space) => tables.Read(space) is { IsTranslated: true, HasFirstStage: true };

    /// <summary>Adds a listener and has it told how things are.</summary>
    /// <returns>False if it follows this address space already.</returns>
    public bool TryAdd(AddressSpace space, ITranslationListener listener, bool wantsMappings)
    {
        if (Find(space, listener) is not null)
            return false;
        var scan = wantsMappings ? new MappingScan(tables, quota) : null;
        var follower = new Follower(space, listener, new(isAnyWhenEmpty: !wantsMappings && !state.Capabilities.CAP.CM), scan, tables, part);
        _followers.Add(follower);
        follower.EntriesChanged();
        if (wantsMappings)
            follower.AddStale();
        Post(follower);
        return true;
    }

    /// <summary>Removes a listener. It hears nothing more but the end of a call under way.</summary>
    public void Remove(AddressSpace space, ITranslationListener listener)
    {
        if (Find(space, listener) is not { } follower)
            return;
        follower.Remove();
        _followers.Remove(follower);
    }

    /// <summary>Remapping was switched, or all tables are others, or the unit was reset: everything is unmapped, whatever was to be told before, then
    /// what is mapped now is told.</summary>
    public void RefreshAll()
    {
        foreach (var follower in _followers)
        {
            follower.UnmapAll();
            follower.EntriesChanged();
            Post(follower);
        }
    }

    /// <summary>Context cache domain-selective, for which an entry can have left the domain or come to it, or PASID cache global: every space is looked
    /// at.</summary>
    public void EntriesChanged()
    {
        foreach (var follower in _followers)
            EntriesChanged(follower);
    }

    /// <summary>Context cache device-selective.</summary>
    public void ContextsChanged(SourceId sourceId, FunctionMask mask)
    {
        foreach (var follower in _followers)
        {
            if (((follower.Space.SourceId.Value ^ sourceId.Value) & ~FunctionBits.Ignored(mask)) == 0)
                EntriesChanged(follower);
        }
    }

    /// <summary>PASID cache, of a domain or of one PASID in it.</summary>
    public void PasidsChanged(ushort domain, uint? pasid = null)
    {
        foreach (var follower in _followers)
        {
            if (Concerns(follower, domain, pasid))
                EntriesChanged(follower);
        }
    }

    /// <summary>IOTLB global.</summary>
    public void TranslationsChanged()
    {
        foreach (var follower in _followers)
            AddStale(follower, PageRange.Everything);
    }

    /// <summary>IOTLB domain, or page with a range of second-stage addresses: behind a first stage these can be anywhere.</summary>
    public void TranslationsChanged(ushort domain, PageRange range)
    {
        foreach (var follower in _followers)
        {
            if (Concerns(follower, domain, pasid: null))
                AddStale(follower, follower.Owners.HasFirstStage ? PageRange.Everything : range);
        }
    }

    /// <summary>PASID-based IOTLB, of a range or of everything.</summary>
    public void TranslationsChanged(ushort domain, uint pasid, PageRange range)
    {
        foreach (var follower in _followers)
        {
            if (Concerns(follower, domain, pasid))
                AddStale(follower, range);
        }
    }

    private Follower? Find(AddressSpace space, ITranslationListener listener) =>
        _followers.Find(follower => follower.Space == space && follower.Listener == listener);

    /// <summary>Whether an invalidation concerns a follower: the owners of pages that it can hold, or the owner that the tables name now.</summary>
    private bool Concerns(Follower follower, ushort domain, uint? pasid)
    {
        if (follower.IsAllStale || follower.Owners.IsAny)
            return true;
        follower.Owners.Add(tables.Read(follower.Space).Owner);
        return follower.Owners.Matches(domain, pasid);
    }

    private void EntriesChanged(Follower follower)
    {
        follower.EntriesChanged();
        AddStale(follower, PageRange.Everything);
    }

    private void AddStale(Follower follower, in PageRange range)
    {
        follower.AddStale(range.First, range.Last);
        Post(follower);
    }

    private void Post(Follower follower)
    {
        if (follower.IsPosted)
            state.Deferred.Join();
        else
            state.Deferred.Post(follower);
        follower.IsPosted = true;
    }
}
