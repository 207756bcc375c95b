using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Diagnostics;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime.Endpoints;

/// <summary>Tells listeners what invalidations and commands mean for the address spaces that they follow.</summary>
/// <remarks>
/// What is to be told is decided here, under the lock, and posted. Which pages of a range are mapped is found out when its turn comes, in
/// pieces between the calls (<see cref="MappingCall"/>), so that however much a guest maps there is little to keep.
/// </remarks>
internal sealed class ListenerSet(
    VtdRegisterFile registers,
    StructureWalk walk,
    TablesWalk tables,
    UnitLock unitLock,
    Outbox outbox,
    int maxMappings,
    UnitEvents events)
{
    private readonly List<AddressSpace> _spaces = [];

    /// <summary>Pages or ranges that listeners were not told of for lack of room.</summary>
    public long Refused { get; private set; }

    /// <summary>Adds a listener and tells it how things are.</summary>
    /// <returns>False if it follows this address space already.</returns>
    [RequiresUnitLock]
    public bool TryAddLocked(AddressSpace space)
    {
        if (FindLocked(space.SourceId, space.Pasid, space.Listener) is not null)
            return false;
        _spaces.Add(space);
        SwitchLocked(space);
        if (space.WantsMappings)
            SyncLocked(space);
        return true;
    }

    /// <summary>Removes a listener. It hears nothing more but the end of a call under way.</summary>
    /// <returns>False if it does not follow this address space.</returns>
    [RequiresUnitLock]
    public bool TryRemoveLocked(ushort sourceId, uint? pasid, ITranslationListener listener)
    {
        if (FindLocked(sourceId, pasid, listener) is not { } space)
            return false;
        space.Remove();
        return _spaces.Remove(space);
    }

    /// <summary>Remapping was switched, or all tables are others: everything is unmapped, then what is mapped now is told.</summary>
    [RequiresUnitLock]
    public void RefreshAllLocked()
    {
        foreach (var space in _spaces)
            PostLocked(new UnmapCall(space, 0, ulong.MaxValue, events.Tallies));
        foreach (var space in _spaces)
            SwitchLocked(space);
        foreach (var space in _spaces)
        {
            if (space.WantsMappings && space.IsTranslated)
                SyncLocked(space);
        }
    }

    /// <summary>Context cache global.</summary>
    [RequiresUnitLock]
    public void ContextsChangedLocked()
    {
        RefreshAllLocked();
        TranslationsChangedLocked();
    }

    /// <summary>Context cache domain-selective: an entry can have left the domain or come to it, so every space is looked at.</summary>
    [RequiresUnitLock]
    public void DomainContextsChangedLocked()
    {
        foreach (var space in _spaces)
            EntryChangedLocked(space);
    }

    /// <summary>Context cache device-selective.</summary>
    [RequiresUnitLock]
    public void ContextsChangedLocked(ushort sourceId, FunctionMask mask)
    {
        foreach (var space in _spaces)
        {
            if (((space.SourceId ^ sourceId) & ~FunctionBits.Ignored(mask)) == 0)
                EntryChangedLocked(space);
        }
    }

    /// <summary>PASID cache, of a domain and a PASID or of all.</summary>
    [RequiresUnitLock]
    public void PasidsChangedLocked(ushort? domain = null, uint? pasid = null)
    {
        foreach (var space in _spaces)
        {
            var before = space.Domain;
            var entries = EntriesLocked(space);
            var isOfDomain = domain is null || before == domain || (entries.Exists && entries.Domain == domain);
            if (isOfDomain && (pasid is null || PasidOf(space, entries) == pasid))
                EntryChangedLocked(space);
        }
    }

    /// <summary>IOTLB global.</summary>
    [RequiresUnitLock]
    public void TranslationsChangedLocked()
    {
        foreach (var space in _spaces)
            SyncLocked(space);
    }

    /// <summary>IOTLB domain, or page with a range of second-stage addresses: behind a first stage these can be anywhere.</summary>
    [RequiresUnitLock]
    public void TranslationsChangedLocked(ushort domain, PageRange? range = null)
    {
        foreach (var space in _spaces)
        {
            var entries = EntriesLocked(space);
            if (!entries.Exists || entries.Domain != domain)
                continue;
            var isWhole = range is null || (entries.Entries.Context.IsScalable && entries.Entries.Entry.PGTT != PasidTranslationType.SecondStage);
            if (isWhole)
                SyncLocked(space);
            else
                SyncLocked(space, range!.Value.First, range.Value.Last);
        }
    }

    /// <summary>PASID-based IOTLB, of a range or of everything.</summary>
    [RequiresUnitLock]
    public void TranslationsChangedLocked(ushort domain, uint pasid, PageRange? range = null)
    {
        foreach (var space in _spaces)
        {
            var entries = EntriesLocked(space);
            if (!entries.Exists || entries.Domain != domain || PasidOf(space, entries) != pasid)
                continue;
            if (range is { } part)
                SyncLocked(space, part.First, part.Last);
            else
                SyncLocked(space);
        }
    }

    /// <summary>Whether requests of a space go through the unit's tables.</summary>
    [RequiresUnitLock]
    public bool IsTranslatedLocked(in AddressSpaceEntries entries) => registers.GSTS.TES && !entries.PassesThrough;

    /// <summary>Reads the entries of a space. Caches nothing and reports no fault.</summary>
    [RequiresUnitLock]
    public AddressSpaceEntries EntriesLocked(AddressSpace space)
    {
        if (!registers.GSTS.RTPS || walk.ReadContextLocked(space.SourceId, out var context) != FaultReason.None)
            return default;
        if (!context.IsScalable)
        {
            var legacy = context.Legacy;
            return space.Pasid is null ? new(true, legacy.TT == TranslationType.PassThrough, new(context, default, 0), legacy.DID, false) : default;
        }

        if (space.Pasid is not null && !walk.TakesPasids(context.Scalable))
            return default;
        var pasid = space.Pasid ?? walk.PasidOfUntagged(context.Scalable);
        if (walk.ReadPasidEntryLocked(context.Scalable, pasid, out var entry) != FaultReason.None)
            return default;
        var isSupervisor = space.Pasid is null && walk.IsUntaggedPrivileged(context.Scalable);
        return new(true, entry.PGTT == PasidTranslationType.PassThrough, new(context, entry, pasid), entry.DID, isSupervisor);
    }

    /// <summary>There was no room to tell a listener of something.</summary>
    [RequiresUnitLock]
    public void RefuseLocked() => Refused++;

    [RequiresUnitLock]
    private AddressSpace? FindLocked(ushort sourceId, uint? pasid, ITranslationListener listener)
    {
        foreach (var space in _spaces)
        {
            if (space.SourceId == sourceId && space.Pasid == pasid && space.Listener == listener)
                return space;
        }
        return null;
    }

    [RequiresUnitLock]
    private void EntryChangedLocked(AddressSpace space)
    {
        SwitchLocked(space);
        SyncLocked(space);
    }

    [RequiresUnitLock]
    private void SwitchLocked(AddressSpace space)
    {
        var entries = EntriesLocked(space);
        space.Domain = entries.Exists ? entries.Domain : null;
        var isTranslated = IsTranslatedLocked(entries);
        if (isTranslated == space.IsTranslated)
            return;
        space.IsTranslated = isTranslated;
        PostLocked(new SwitchCall(space, isTranslated, events.Tallies));
    }

    /// <summary>A range is stale: what is mapped in it is found out, if the listener wants that.</summary>
    [RequiresUnitLock]
    private void SyncLocked(AddressSpace space, ulong first = 0, ulong last = ulong.MaxValue) =>
        PostLocked(space.WantsMappings
            ? new MappingCall(space, first, last, this, tables, unitLock, maxMappings, events)
            : new UnmapCall(space, first, last, events.Tallies));

    [RequiresUnitLock]
    private void PostLocked(PostedCall call) => outbox.PostLocked(OutboxItem.Make(call));

    private static uint? PasidOf(AddressSpace space, in AddressSpaceEntries entries) =>
        space.Pasid ?? (entries.Exists ? entries.Entries.Pasid : null);

    private sealed class SwitchCall(AddressSpace space, bool isTranslated, UnitTallies tallies) : PostedCall(space.SourceId)
    {
        public override bool Make()
        {
            if (space.IsRemoved)
                return true;
            tallies.ListenerCalls[(int)ListenerOperation.Switched]++;
            space.Listener.Switched(isTranslated);
            return true;
        }
    }

    private sealed class UnmapCall(AddressSpace space, ulong first, ulong last, UnitTallies tallies) : PostedCall(space.SourceId)
    {
        public override bool Make()
        {
            if (space.IsRemoved)
                return true;
            space.Mapped.Clear(); // if the listener wants mappings the range is everything
            tallies.ListenerCalls[(int)ListenerOperation.Unmapped]++;
            space.Listener.Unmapped(first, last);
            return true;
        }
    }
}
