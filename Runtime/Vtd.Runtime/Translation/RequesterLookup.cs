using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.Quirks;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.Translation;

/// <summary>Finds context and PASID entries in their caches or in memory, and says whether they let a requester in.</summary>
internal sealed class RequesterLookup(
    UnitState state,
    EntryReader entries,
    UnitCaches caches,
    HostDeviceSet hostDevices,
    PagesBySource pagesBySource,
    UnitCounters counters)
{
    private readonly EntryQuirks _quirks = new(state.Quirks);

    // Decided once, as requests that the caches answer come by here.
    private readonly bool _checksPasids = !new EntryQuirks(state.Quirks).PasidRequestsUnchecked;
    private readonly bool _findsPagesBySource = new EntryQuirks(state.Quirks).PagesPerSource;
    private readonly ResolvedRequesters _resolved = new();

    /// <summary>The decoded entries of the requesters that asked last.</summary>
    public ResolvedRequesters Resolved => _resolved;

    /// <summary>Finds the decoded entries of a requester, if all are cached and let it in. Needs no lock.</summary>
    /// <remarks>What is looked up by these rules counts only if <see cref="RequesterRules.IsLive"/> still holds afterwards (<see cref="TaggedCache{TKey, TValue}"/>).</remarks>
    public bool TryGet(in Requester requester, bool isScalable, out RequesterRules rules)
    {
        if (_resolved.Find(requester, isScalable) is not { } resolved)
            return TryFind(requester, isScalable, out rules);
        rules = resolved.Rules;
        return true;
    }

    /// <summary>Finds the entries of a requester, if both are cached and let it in, and counts that.</summary>
    [RequiresUnitLock]
    public ResolvedRequester? FindResolvedLocked(in Requester requester, bool isScalable)
    {
        var resolved = _resolved.Find(requester, isScalable);
        if (resolved is null)
            return null;
        counters.LookedUpLocked(CacheKind.Context, isHit: true);
        if (isScalable)
            counters.LookedUpLocked(CacheKind.Pasid, isHit: true);
        return resolved;
    }

    /// <summary>Decodes the cached entries of a requester. Copies none of them.</summary>
    private bool TryFind(in Requester requester, bool isScalable, out RequesterRules rules)
    {
        rules = default;
        if (caches.Contexts.Find(requester.SourceId) is not { } cached)
            return false;
        ref readonly var context = ref cached.Value;
        if (context.IsScalable != isScalable || Check(requester, context, out var pasid) != FaultReason.None)
            return false;
        if (!isScalable)
        {
            rules = new(context.Legacy.TT == TranslationType.PassThrough, IsSupervisor: false, TagsOf(requester, null, PageTags.OfSecondStage(context.Legacy.DID)), cached, Entry: null);
            return true;
        }

        if (caches.Pasids.Find(requester.SourceId, pasid) is not { } found)
            return false;
        ref readonly var entry = ref found.Value;
        var isSupervisor = IsSupervisor(requester, context);
        rules = new(entry.PGTT == PasidTranslationType.PassThrough, isSupervisor, TagsOf(requester, pasid, PageTags.Of(entry, pasid)), cached, found);
        return Check(requester, isSupervisor, entry) == FaultReason.None;
    }

    /// <summary>Finds the entries of a requester and caches them; there are none in abort-DMA mode, which has no tables (3.4.4, 7.1.3).</summary>
    /// <param name="requester">The requester.</param>
    /// <param name="found">The entries.</param>
    /// <param name="isProcessingDisabled">FPD of all entries read on the way.</param>
    [RequiresUnitLock]
    public FaultReason FindEntriesLocked(in Requester requester, out RequesterEntries found, out bool isProcessingDisabled)
    {
        found = default;
        isProcessingDisabled = false;
        if (!state.Pointers.IsModeLegal)
            return FaultReason.TranslationTableModeInvalid;
        if (state.Pointers.Root.TTM == TranslationTableMode.AbortDma)
            return FaultReason.RequestInAbortMode;

        var isScalable = state.Pointers.IsScalable;
        var canBeDisabledBefore = _quirks.PasidDisableNeedsEntry && caches.Contexts.Find(requester.SourceId) is not null;
        var fault = CheckContextLocked(requester, isScalable, out var context, out var pasid, out isProcessingDisabled);
        PasidEntry entry = default;
        if (fault == FaultReason.None && isScalable)
        {
            fault = FindEntryLocked(requester, context, pasid, out entry, ref isProcessingDisabled);
            if (fault != FaultReason.None && canBeDisabledBefore && IsDisabledBeforeEntryLocked(context.Scalable, pasid))
            {
                isProcessingDisabled = true;
                if (fault is FaultReason.PasidDirectoryEntryFetch or FaultReason.PasidEntryFetch)
                    fault = FaultReason.PasidEntryNotPresent; // the machine goes on with an entry of zeros, whose faults are qualified
                else if (fault == FaultReason.PasidEntryInvalid && entries.Walk.TryIgnoreType(ref entry))
                    fault = Check(requester, IsSupervisor(requester, context), entry);
            }
        }
        found = new(context, entry, pasid);
        if (fault == FaultReason.None)
            ResolveLocked(requester, found);
        return fault;
    }

    /// <summary>Has requests of a requester find at once what its entries say, while both stay cached.</summary>
    [RequiresUnitLock]
    private void ResolveLocked(in Requester requester, in RequesterEntries found)
    {
        if (_resolved.Find(requester, found.Context.IsScalable) is not null || caches.Contexts.Find(requester.SourceId) is not { } context)
            return;
        var entry = found.Context.IsScalable ? caches.Pasids.Find(requester.SourceId, found.Pasid) : null;
        if (entry is not null || !found.Context.IsScalable)
            _resolved.Add(requester, found, new(found.PassesThrough, IsSupervisor(requester, found.Context), TagsOf(requester, found.Context.IsScalable ? found.Pasid : null, found.Tags), context, entry));
    }

    /// <summary>The tags that cached pages of a requester are found by.</summary>
    private PageTags TagsOf(in Requester requester, uint? pasid, PageTags ofEntries) =>
        _findsPagesBySource ? PageTags.OfSource(requester.SourceId, pasid) : ofEntries;

    /// <summary>The PASID entry of a requester, read and cached if it is not.</summary>
    [RequiresUnitLock]
    private FaultReason FindEntryLocked(in Requester requester, in Context context, uint pasid, out PasidEntry entry, ref bool isProcessingDisabled)
    {
        var fault = entries.FindPasidEntry(
            requester.SourceId, context.Scalable, pasid, out entry, out var isCached, mustBePresent: !ChecksPresenceAtContext);
        counters.LookedUpLocked(CacheKind.Pasid, isCached);
        if (!isCached && fault == FaultReason.None && !_quirks.PasidEntriesUncached)
        {
            caches.Pasids.Insert(requester.SourceId, pasid, entry);
            hostDevices.Notice(requester.SourceId, context.Scalable, pasid, entry);
        }
        isProcessingDisabled |= IsProcessingDisabled(entry, fault);
        return fault != FaultReason.None ? fault : Check(requester, IsSupervisor(requester, context), entry);
    }

    /// <summary>The context entry of a requester, read and cached if it is not, and the PASID that it leads to.</summary>
    [RequiresUnitLock]
    public FaultReason CheckContextLocked(
        in Requester requester,
        bool isScalable,
        out Context context,
        out uint pasid,
        out bool isProcessingDisabled)
    {
        context = default;
        pasid = 0;
        isProcessingDisabled = false;
        if (requester.Pasid is not null && !isScalable && _checksPasids)
            return FaultReason.PasidInLegacyMode;

        var fault = entries.FindContext(requester.SourceId, isScalable, out context, out var isCached);
        counters.LookedUpLocked(CacheKind.Context, isCached);
        if (!isCached && fault == FaultReason.None)
        {
            if (isScalable && ChecksPresenceAtContext)
            {
                fault = entries.Walk.ReadPasidEntry(context.Scalable, entries.Walk.PasidOfUntagged(context.Scalable), out var entry);
                isProcessingDisabled = fault != FaultReason.None && IsProcessingDisabled(entry, fault);
            }
            if (fault == FaultReason.None)
                caches.Contexts.Insert(requester.SourceId, context);
        }
        isProcessingDisabled |= context.IsScalable ? context.Scalable.FPD : context.Legacy.FPD;
        return fault == FaultReason.None ? Check(requester, context, out pasid) : fault;
    }

    /// <summary>Caches a page of a requester.</summary>
    /// <param name="requester">The requester.</param>
    /// <param name="pasid">The PASID that it leads to; null in legacy mode.</param>
    /// <param name="ofEntries">The tags that its entries give.</param>
    /// <param name="address">An address in the page.</param>
    /// <param name="page">The page.</param>
    [RequiresUnitLock]
    public void InsertPageLocked(in Requester requester, uint? pasid, PageTags ofEntries, ulong address, in CachedPage page)
    {
        var tags = TagsOf(requester, pasid, ofEntries);
        pagesBySource.Add(requester.SourceId, pasid, tags, ofEntries);
        caches.Translations.Insert(tags, ofEntries, address, page);
    }

    /// <summary>Whether pages answer without a look at entries.</summary>
    public bool AnswersBySource => pagesBySource.AnswersRequests;

    /// <summary>Finds a cached page of a requester without a look at entries, but for a context entry that gives the PASID. For a quirk alone.</summary>
    [RequiresUnitLock]
    public bool TryFindPageLocked(in Requester requester, bool isScalable, ulong address, out CachedPage page)
    {
        page = default;
        var pasid = isScalable ? requester.Pasid : null; // in legacy mode a PASID is ignored, if it gets here
        if (isScalable && pasid is null)
        {
            if (CheckContextLocked(requester, isScalable, out var context, out var ofUntagged, out _) != FaultReason.None
                || !MayUseCachedPageLocked(context.Scalable, ofUntagged))
                return false;
            pasid = ofUntagged;
        }
        return pagesBySource.TryFind(requester.SourceId, pasid, address, out page);
    }

    /// <summary>Whether what leads to a PASID entry is in order, where that is looked at before cached pages are.</summary>
    [RequiresUnitLock]
    private bool MayUseCachedPageLocked(in ScalableContextEntry context, uint pasid) =>
        !_quirks.PasidEntryBeforeCachedPage || context.FPD
        || entries.Walk.ReadPasidEntry(context, pasid, out _, mustBePresent: false) == FaultReason.None;

    private bool IsProcessingDisabled(in PasidEntry entry, FaultReason fault) =>
        entry.FPD && (fault == FaultReason.None || !_quirks.PasidDisableNeedsEntry);

    /// <summary>Whether FPD of the context entry or of a readable directory entry is set, which <see cref="UnitQuirk.PasidDisableNeedsEntry"/> lets hide that a PASID entry cannot be read.</summary>
    [RequiresUnitLock]
    private bool IsDisabledBeforeEntryLocked(in ScalableContextEntry context, uint pasid)
    {
        if (context.FPD)
            return true;
        entries.Walk.ReadDirectory(context, pasid / StructureWalk.PasidsPerTable, out var directory);
        return directory.FPD;
    }

    private bool ChecksPresenceAtContext => _quirks.PasidPresenceAtContext;

    /// <summary>Whether requests run with privilege: those without PASID as the context entry says.</summary>
    public bool IsSupervisor(in Requester requester, in Context context) =>
        requester.Pasid is null ? context.IsScalable && entries.Walk.IsUntaggedPrivileged(context.Scalable) : requester.IsPrivileged;

    /// <summary>Whether a context entry lets a requester in, and to which PASID it leads.</summary>
    private FaultReason Check(in Requester requester, in Context context, out uint pasid)
    {
        pasid = 0;
        var usesDeviceTlb = requester.AddressType != AddressType.Untranslated;
        if (!context.IsScalable)
        {
            if (requester.Pasid is not null && _checksPasids)
                return FaultReason.PasidInLegacyMode;
            return usesDeviceTlb && context.Legacy.TT != TranslationType.WithDeviceTlb ? FaultReason.RequestTypeBlocked : FaultReason.None;
        }

        ref readonly var entry = ref context.Scalable;
        pasid = requester.Pasid ?? entries.Walk.PasidOfUntagged(entry);
        if (usesDeviceTlb && !entry.DTE)
            return FaultReason.DeviceTlbRequestBlocked;
        if (requester.Pasid is null || !_checksPasids)
            return FaultReason.None;
        if (!entries.Walk.TakesPasids(entry))
            return FaultReason.PasidRequestBlocked;
        if (pasid >= entries.Walk.PasidWidthLimit)
            return FaultReason.PasidBeyondWidth;
        if (entries.Walk.IsPasidOfUntagged(entry, pasid))
            return FaultReason.RidPasidInvalid;
        return pasid < entries.Walk.PasidLimit(entry) ? FaultReason.None : FaultReason.PasidTooLarge;
    }

    private static FaultReason Check(in Requester requester, bool isSupervisor, in PasidEntry entry)
    {
        if (isSupervisor && !entry.SRE)
            return FaultReason.SupervisorRequestBlocked;
        return requester.IsExecute && !entry.ERE ? FaultReason.ExecuteRequestBlocked : FaultReason.None;
    }
}
