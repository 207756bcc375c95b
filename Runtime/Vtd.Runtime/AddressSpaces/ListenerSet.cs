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
    public void Reset(bool keepsSticky) => Invalidate(new(StaleKind.DmaTables));

    /// <inheritdoc/>
    /// <remarks>Listeners are the embedder's. A reset has them told everything anew, by the tables of the moment when they are called.</remarks>
    public void Save(SnapshotWriter snapshot)
    {
    }

    /// <inheritdoc/>
    public Action? Restore(SnapshotReader snapshot) => null;

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

    /// <summary>Has listeners told what stale entries mean for the address spaces that they follow.</summary>
    /// <remarks>Where all tables are others, everything is unmapped, whatever was to be told before, then what is mapped now is told. Behind a first stage,
    /// stale pages of the second can be anywhere.</remarks>
    public void Invalidate(in Stale stale)
    {
        if (_followers.Count > 0)
            InvalidateAll(stale);
    }

    private void InvalidateAll(in Stale stale)
    {
        if (stale.Subject is not (StaleSubject.PageTables or StaleSubject.Pages))
            return;
        var isAll = stale is { Kind: StaleKind.DmaTables } or { Kind: StaleKind.Context, Granularity: InvalidationGranularity.Global };
        foreach (var follower in _followers)
        {
            if (isAll)
                follower.UnmapAll();
            else if (!Concerns(follower, stale))
                continue;
            if (stale.Subject == StaleSubject.PageTables)
                follower.EntriesChanged();
            if (!isAll)
            {
                var range = stale.Pasid is null && follower.Owners.HasFirstStage ? PageRange.Everything : stale.Range;
                follower.AddStale(range.First, range.Last);
            }
            Post(follower);
        }
    }

    private Follower? Find(AddressSpace space, ITranslationListener listener) =>
        _followers.Find(follower => follower.Space == space && follower.Listener == listener);

    /// <summary>Whether stale entries concern a follower. A context entry can have left a domain or come to it, so that its domain does not matter.</summary>
    private bool Concerns(Follower follower, in Stale stale)
    {
        if (stale.SourceId is { } sourceId && ((follower.Space.SourceId.Value ^ sourceId.Value) & ~FunctionBits.Ignored(stale.Functions)) != 0)
            return false;
        return stale.Kind == StaleKind.Context || stale.Domain is not { } domain || Concerns(follower, domain, stale.Pasid);
    }

    /// <summary>Whether an invalidation concerns a follower: the owners of pages that it can hold, or the owner that the tables name now.</summary>
    private bool Concerns(Follower follower, ushort domain, uint? pasid)
    {
        if (follower.IsAllStale || follower.Owners.IsAny)
            return true;
        follower.Owners.Add(tables.Read(follower.Space).Owner);
        return follower.Owners.Matches(domain, pasid);
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
