using System.Runtime.CompilerServices;
using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Faults;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.Translation;

/// <summary>Translates DMA requests (chapter 3).</summary>
/// <remarks>
/// A request is first tried on the registers' snapshot and the caches alone, without a lock. What is not certain then, every
/// fault included, is decided under the lock: context and PASID entries come from their caches still, pages always from the
/// tables. Requests that pass through are cached by their context and PASID entries only, so nothing is left of them when those are dropped.
/// There is no cache of upper-level entries: of what a miss costs no more than a quarter is the walk, and looking such a cache up, filling
/// it and dropping from it would cost most of what it saves.
/// </remarks>
[GuardedByUnitLock]
internal sealed class DmaTranslator(UnitState state, RequesterLookup requesters, TablesWalk tables, UnitCaches caches, FaultRecorder faults, UnitEvents events)
    : IUnitPart
{
    private const string Section = "protected regions";

    private readonly RequestQuirks _quirks = new(state.Quirks);

    // Read without a lock: each change makes a new one.
    private volatile StrongBox<DmaMode> _mode = new(ModeOf(state));
    private readonly OutputRules _outputs = new(state);

    /// <summary>The pages that answered last.</summary>
    [IndependentOfUnitLock]
    public RecentPages Recent { get; } = new(requesters.Resolved, caches.RequesterDrops, events, caches.Translations.Capacity);

    /// <summary>The registers' settings for DMA.</summary>
    public DmaMode Mode => _mode.Value;

    /// <summary>Registers that the mode depends on have changed.</summary>
    public void RefreshMode()
    {
        var mode = ModeOf(state);
        if (mode != _mode.Value)
            SetMode(mode);
    }

    private void SetMode(in DmaMode mode)
    {
        _mode = new(mode);
        caches.RequesterDrops.AddLocked();
    }

    private static DmaMode ModeOf(UnitState state)
    {
        var (status, isProtecting) = (state.Registers.GSTS, state.Registers.PMEN.EPM);
        return new(
            status.TES,
            status is { TES: false, IRES: false } || new RequestQuirks(state.Quirks).InterruptReadsPass,
            state.Pointers.Root.TTM,
            state.Pointers.IsModeLegal,
            isProtecting && state.Capabilities.CAP.PLMR ? new(state.Registers.PLMBASE.PLMB, state.Registers.PLMLIMIT.PLML) : null,
            isProtecting && state.Capabilities.CAP.PHMR ? new(state.Registers.PHMBASE.PHMB, state.Registers.PHMLIMIT.PHML) : null);
    }

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.RegistersReset;

    /// <inheritdoc/>
    public void Reset(bool keepsSticky) => RefreshMode();

    /// <inheritdoc/>
    /// <remarks>The bounds of protected regions are those of the last command; all else follows from the registers.</remarks>
    public void Save(SnapshotWriter snapshot)
    {
        var section = snapshot.Section(Section);
        ProtectedRegion.Save(_mode.Value.LowProtected, section);
        ProtectedRegion.Save(_mode.Value.HighProtected, section);
    }

    /// <inheritdoc/>
    public Action Restore(SnapshotReader snapshot)
    {
        var section = snapshot.Section(Section);
        var (low, high) = (ProtectedRegion.Read(section), ProtectedRegion.Read(section));
        return () => SetMode(ModeOf(state) with { LowProtected = low, HighProtected = high });
    }

    /// <summary>Answers a request from the caches alone, if they decide it. Needs no lock and allocates nothing.</summary>
    [IndependentOfUnitLock]
    public bool TryTranslate(in DmaRequest request, out DmaResult result)
    {
        var drops = caches.RequesterDrops.Value;
        var box = _mode;
        ref readonly var mode = ref box.Value;
        result = default;
        if (IsInterruptRequest(request))
        {
            if (request.Access == DmaAccess.Write)
                result = new(DmaOutcome.Interrupt, default, 0);
            else if (mode.PassesInterruptReads)
                result = PassedThrough(request.Address);
            return result.Outcome != DmaOutcome.Blocked;
        }
        if (!mode.IsOn)
        {
            result = mode.Protects(request.Address) ? default : PassedThrough(request.Address);
            return true;
        }

        var requester = Requester.Of(request);
        if (!mode.HasTables || !requesters.TryGet(requester, mode.IsScalable, out var rules))
            return false;
        if (request.IsTranslated || rules.PassesThrough)
        {
            if (_outputs.Check(request.Address, mode.IsScalable) != FaultReason.None)
                return false;
            if (box != _mode || !rules.IsLive)
                return false;
            events.PassedThrough(request.SourceId, request.Address, mode.IsScalable);
            result = PassedThrough(request.Address);
            return true;
        }
        if (caches.Translations.Find(rules.Tags, request.Address) is not { } page || !TryAllow(page.Value, request, requester, rules.IsSupervisor, out result))
            return false;
        // Mode, entries and page were found one after the other. They held together at one moment only if mode and entries still hold.
        if (box != _mode || !rules.IsLive)
            return false;
        Recent.Keep(request, page, drops);
        events.PageHit(request.SourceId, request.Address, page.Value.Output, rules.Domain, mode.IsScalable);
        return true;
    }

    /// <summary>Answers a request by a cached page, if the page allows it.</summary>
    [IndependentOfUnitLock]
    private static bool TryAllow(in CachedPage page, in DmaRequest request, in Requester requester, bool isSupervisor, out DmaResult result)
    {
        var permissions = page.Rights.Of(isSupervisor);
        result = Allowed(request.Address, page.Output, page.Shift, permissions);
        return !IsDenied(request, requester, permissions) && !InterruptRange.Contains(OutputRules.OutputOf(page.Output, page.Shift, request.Address));
    }

    [IndependentOfUnitLock]
    private static bool IsDenied(in DmaRequest request, in Requester requester, PagePermissions permissions) =>
        (NeedsOf(request.Access, requester.IsExecute) & ~permissions) != 0;

    /// <summary>Answers a request by the tables. A fault is reported.</summary>
    public DmaResult Translate(in DmaRequest request)
    {
        // A page that another thread has cached meanwhile is walked for once more.
        if (!_mode.Value.IsOn && TryTranslate(request, out var result))
            return result;
        if ((_quirks.CachedPagesAreFinal && TryBlockByCachedPage(request, out result)) || (requesters.AnswersBySource && TryFindBySource(request, out result)))
            return result;
        var fault = FindPage(request, out result, out var shownPasid, out var isProcessingDisabled);
        if (fault == FaultReason.None)
            return result;
        var record = Requester.Of(request).FaultOf(fault, request.Address, TypeOf(request.Access)) with { Pasid = shownPasid };
        faults.Report(record, isProcessingDisabled);
        return new(DmaOutcome.Blocked, default, fault);
    }

    [IndependentOfUnitLock]
    private static bool IsInterruptRequest(in DmaRequest request) =>
        InterruptRange.Contains(request.Address) && request.Pasid is null && !request.IsTranslated;

    private static DmaResult Allowed(ulong address, ulong output, int shift, PagePermissions permissions) =>
        new(DmaOutcome.Allowed, OutputRules.PageOf(address, output, shift, permissions), 0);

    private static DmaResult PassedThrough(ulong address) =>
        Allowed(address, SmallPage.StartOf(address), SmallPage.Shift, PageRights.All);

    private static PagePermissions NeedsOf(DmaAccess access, bool isExecute) => access switch
    {
        DmaAccess.Read => PagePermissions.Read,
        DmaAccess.Write => PagePermissions.Write,
        DmaAccess.Execute when isExecute => PagePermissions.Read | PagePermissions.Execute,
        DmaAccess.Execute => PagePermissions.Read,
        _ => PagePermissions.Read | PagePermissions.Write,
    };

    private static RequestType TypeOf(DmaAccess access) => access switch
    {
        DmaAccess.Write => RequestType.Write,
        DmaAccess.Atomic => RequestType.Atomic,
        _ => RequestType.Read,
    };

    /// <summary>Finds the page of a request in the tables, and caches it.</summary>
    private FaultReason FindPage(in DmaRequest request, out DmaResult result, out uint? shownPasid, out bool isProcessingDisabled)
    {
        result = default;
        shownPasid = _quirks.PasidShownByPagesOnly ? null : request.Pasid;
        isProcessingDisabled = false;
        if (IsInterruptRequest(request))
            return FaultReason.InterruptRequestInvalid;
        var requester = Requester.Of(request);
        ref readonly var mode = ref _mode.Value;
        if (mode.HasTables && requesters.FindResolvedLocked(requester, mode.IsScalable) is { } resolved)
        {
            isProcessingDisabled = resolved.Entries.IsProcessingDisabled;
            return FindPage(request, requester, resolved.Entries, out result, out shownPasid);
        }
        return FindPageByTables(request, requester, ref result, ref shownPasid, out isProcessingDisabled);
    }

    /// <summary>Finds the page of a request whose entries are not cached. A separate method, so that other requests need no stack space for entries.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private FaultReason FindPageByTables(in DmaRequest request, in Requester requester, ref DmaResult result, ref uint? shownPasid, out bool isProcessingDisabled)
    {
        var fault = requesters.FindEntriesLocked(requester, out var entries, out isProcessingDisabled);
        return fault == FaultReason.None ? FindPage(request, requester, entries, out result, out shownPasid) : fault;
    }

    private FaultReason FindPage(in DmaRequest request, in Requester requester, in RequesterEntries entries, out DmaResult result, out uint? shownPasid)
    {
        result = default;
        var isScalable = entries.Context.IsScalable;
        shownPasid = request.Pasid;
        if (request.IsTranslated || entries.PassesThrough)
        {
            result = PassedThrough(request.Address);
            return _outputs.Check(request.Address, isScalable);
        }

        if (isScalable && _quirks.RidPasidShown)
            shownPasid = entries.Pasid;
        var isSupervisor = requesters.IsSupervisor(requester, entries.Context);
        var needs = NeedsOf(request.Access, requester.IsExecute);
        var access = new PageAccess(needs, (needs & PagePermissions.Write) != 0, isSupervisor);
        events.Counters.LookedUpLocked(CacheKind.Iotlb, isHit: false);
        var fault = tables.Walk(entries, request.Address, access, out var page, out var span);
        if (fault != FaultReason.None)
            return fault;
        fault = _outputs.Check(page, request.Address, isScalable);
        if (fault != FaultReason.None)
            return fault;
        var tags = entries.Tags;
        requesters.InsertPageLocked(requester, isScalable ? entries.Pasid : null, tags, request.Address, new(page.Output, (byte)page.Shift, page.Rights) { Span = (byte)span });
        events.PageCachedLocked(request.SourceId, request.Address, page.Output, tags.Domain);
        result = Allowed(request.Address, page.Output, page.Shift, page.Rights.Of(isSupervisor));
        return FaultReason.None;
    }

    /// <summary>Blocks a request that the cached page denies, without a walk (<see cref="UnitQuirk.CachedPagesAreFinal"/>).</summary>
    private bool TryBlockByCachedPage(in DmaRequest request, out DmaResult result)
    {
        result = default;
        ref readonly var mode = ref _mode.Value;
        if (!mode.HasTables || request.IsTranslated || IsInterruptRequest(request))
            return false;
        var requester = Requester.Of(request);
        return requesters.TryGet(requester, mode.IsScalable, out var rules) && !rules.PassesThrough
            && caches.Translations.TryGet(rules.Tags, request.Address, out var page)
            && TryBlock(page, request, requester, rules.IsSupervisor, out result);
    }

    private bool TryBlock(in CachedPage page, in DmaRequest request, in Requester requester, bool isSupervisor, out DmaResult result)
    {
        var permissions = page.Rights.Of(isSupervisor);
        result = new(DmaOutcome.Blocked, OutputRules.PageOf(request.Address, page.Output, page.Shift, permissions), 0);
        return _quirks.CachedPagesAreFinal && IsDenied(request, requester, permissions);
    }

    /// <summary>Answers a request by a page that was cached for its source (<see cref="UnitQuirk.PagesOutliveEntries"/>).</summary>
    private bool TryFindBySource(in DmaRequest request, out DmaResult result)
    {
        result = default;
        ref readonly var mode = ref _mode.Value;
        if (!mode.HasTables || request.IsTranslated)
            return false;
        var requester = Requester.Of(request);
        return requesters.TryFindPageLocked(requester, mode.IsScalable, request.Address, out var page)
            && (TryAllow(page, request, requester, isSupervisor: false, out result) || TryBlock(page, request, requester, isSupervisor: false, out result));
    }
}
