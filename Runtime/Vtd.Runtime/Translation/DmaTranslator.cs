using System.Runtime.CompilerServices;
using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Faults;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.Translation;

/// <summary>Says what becomes of DMA requests (chapter 3).</summary>
/// <remarks>
/// A request is first tried on the registers' snapshot and the caches alone, without a lock. What is not certain then, every
/// fault included, is decided under the lock: context and PASID entries come from their caches still, pages always from the
/// tables. Requests that pass through are cached by their context and PASID entries only, so nothing is left of them when those are dropped.
/// There is no cache of upper-level entries: of what a miss costs no more than a quarter is the walk, and looking such a cache up, filling
/// it and dropping from it would cost most of what it saves.
/// </remarks>
internal sealed class DmaTranslator(
    VtdRegisterFile registers,
    VtdCapabilities capabilities,
    LatchedPointers pointers,
    RequesterLookup requesters,
    TablesWalk tables,
    UnitCaches caches,
    FaultRecorder faults,
    UnitEvents events,
    int hostAddressWidth,
    PagesBySource pagesBySource,
    UnitQuirks quirks)
{
    // Read without a lock: each change makes a new one. At power-on all is off.
    private volatile StrongBox<DmaMode> _mode = new();

    /// <summary>Registers that the mode depends on have changed.</summary>
    [RequiresUnitLock]
    public void RefreshModeLocked()
    {
        var isProtecting = registers.PMEN.EPM;
        var mode = new DmaMode(
            registers.GSTS.TES,
            registers.GSTS.IRES,
            pointers.Root.TTM,
            pointers.IsModeLegal,
            isProtecting && capabilities.CAP.PLMR ? new(registers.PLMBASE.PLMB, registers.PLMLIMIT.PLML) : null,
            isProtecting && capabilities.CAP.PHMR ? new(registers.PHMBASE.PHMB, registers.PHMLIMIT.PHML) : null);
        if (mode != _mode.Value)
            _mode = new(mode);
    }

    /// <summary>As at power-on, once the registers and the pointers are.</summary>
    [RequiresUnitLock]
    public void ResetLocked()
    {
        pagesBySource.ResetLocked();
        RefreshModeLocked();
    }

    /// <summary>What becomes of a request, if that is certain without the tables. Needs no lock and allocates nothing.</summary>
    public bool TryTranslate(in DmaRequest request, out DmaResult result)
    {
        var box = _mode;
        ref readonly var mode = ref box.Value;
        result = default;
        if (request.Pasid is null && !request.IsTranslated && InterruptRange.Contains(request.Address))
        {
            if (request.Access == DmaAccess.Write)
                result = new(DmaOutcome.Interrupt, default, 0);
            else if ((!mode.IsOn && !mode.RemapsInterrupts) || (quirks & UnitQuirks.InterruptReadsPass) != 0)
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
            if (CheckOutput(request.Address, mode.IsScalable) != FaultReason.None)
                return false;
            if (box != _mode || !rules.IsLive)
                return false;
            events.PassedThrough(request.SourceId, request.Address, mode.IsScalable);
            result = PassedThrough(request.Address);
            return true;
        }
        if (!caches.Translations.TryGet(rules.Tags, request.Address, out var page) || !TryUse(page, request, requester, rules.IsSupervisor, out result))
            return false;
        // Mode, entries and page were found one after the other. They held together at one moment only if mode and entries still hold.
        if (box != _mode || !rules.IsLive)
            return false;
        if (result.Outcome == DmaOutcome.Allowed)
            events.PageHit(request.SourceId, request.Address, page.Output, rules.Tags.Domain, mode.IsScalable);
        return true;
    }

    /// <summary>What becomes of a request by a cached page, if that allows it.</summary>
    private bool TryUse(in CachedPage page, in DmaRequest request, in Requester requester, bool isSupervisor, out DmaResult result)
    {
        result = default;
        var permissions = page.Rights.Of(isSupervisor);
        if ((NeedsOf(request.Access, requester.IsExecute) & ~permissions) != 0)
        {
            result = new(DmaOutcome.Blocked, PageOf(request.Address, page.Output, page.Shift, permissions), 0);
            return (quirks & UnitQuirks.CachedPagesAreFinal) != 0;
        }
        if (InterruptRange.Contains(Output(page.Output, page.Shift, request.Address)))
            return false;
        result = Allowed(request.Address, page.Output, page.Shift, permissions);
        return true;
    }

    /// <summary>What becomes of a request, by the tables. A fault is reported.</summary>
    [RequiresUnitLock]
    public DmaResult TranslateLocked(in DmaRequest request)
    {
        // If somebody else walked for the same page meanwhile, it is walked for once more.
        if (!_mode.Value.IsOn && TryTranslate(request, out var result))
            return result;
        if (TryFindBySourceLocked(request, out result))
            return result;
        var fault = TranslateLocked(request, out result, out var shownPasid, out var isProcessingDisabled);
        if (fault == FaultReason.None)
            return result;
        var record = FaultOf(fault, Requester.Of(request), request.Address, TypeOf(request.Access)) with { Pasid = shownPasid };
        faults.ReportLocked(record, isProcessingDisabled);
        return new(DmaOutcome.Blocked, default, (byte)fault);
    }

    /// <summary>Answers a translation request. A fault is reported; that a page is not there or denied is none.</summary>
    /// <remarks>Devices ask seldom, having a TLB of their own, so pages are neither looked up nor cached.</remarks>
    [RequiresUnitLock]
    public AtsResult TranslateLocked(in AtsRequest request)
    {
        if (!_mode.Value.IsOn)
            return default;
        if ((quirks & UnitQuirks.DeviceRequestsAsDma) != 0)
            return TranslateAsDmaLocked(request);
        var requester = Requester.Of(request);
        var fault = TranslateLocked(request, requester, out var result, out var isProcessingDisabled);
        if (fault == FaultReason.None)
            return result;
        faults.ReportLocked(FaultOf(fault, requester, request.Address, RequestType.Read), isProcessingDisabled);
        return new(AtsOutcome.Refused, default, (byte)fault);
    }

    /// <summary>Answers a translation request as an untranslated request is answered (<see cref="UnitQuirks.DeviceRequestsAsDma"/>).</summary>
    [RequiresUnitLock]
    private AtsResult TranslateAsDmaLocked(in AtsRequest request)
    {
        var access = request.NoWrite ? DmaAccess.Read : DmaAccess.Write;
        var untranslated = new DmaRequest(request.SourceId, request.Address, access) { Pasid = request.Pasid, IsPrivileged = request.IsPrivileged };
        if (InterruptRange.Contains(request.Address))
        {
            var requester = Requester.Of(untranslated);
            FindEntriesLocked(requester, out _, out var isProcessingDisabled);
            var reason = InInterruptRange(_mode.Value.IsScalable);
            faults.ReportLocked(FaultOf(reason, requester, request.Address, TypeOf(access)), isProcessingDisabled);
            return new(AtsOutcome.Refused, default, (byte)reason);
        }
        if (!TryTranslate(untranslated, out var result))
            result = TranslateLocked(untranslated);
        return new(result.FaultReason != 0 ? AtsOutcome.Refused : AtsOutcome.Completed, result.Page, result.FaultReason);
    }

    private static DmaResult Allowed(ulong address, ulong output, int shift, PagePermissions permissions) =>
        new(DmaOutcome.Allowed, PageOf(address, output, shift, permissions), 0);

    /// <summary>A page, no larger than one that stays out of the interrupt range on either side.</summary>
    private static PageTranslation PageOf(ulong address, ulong output, int shift, PagePermissions permissions)
    {
        if (shift > SmallPage.Shift && (InterruptRange.Touches(address, shift) || InterruptRange.Touches(output, shift)))
        {
            output = SmallPage.StartOf(Output(output, shift, address));
            shift = SmallPage.Shift;
        }
        return new(address >> shift << shift, output, 1UL << shift, permissions);
    }

    private static DmaResult PassedThrough(ulong address) =>
        Allowed(address, SmallPage.StartOf(address), SmallPage.Shift, PageRights.All);

    private static ulong Output(ulong page, int shift, ulong address) => page | (address & ((1UL << shift) - 1));

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

    private static FaultRecord FaultOf(FaultReason reason, in Requester requester, ulong address, RequestType type) =>
        FaultRecord.OfAddress(reason, requester.SourceId, address) with
        {
            Type = type,
            AddressType = requester.AddressType,
            Pasid = requester.Pasid,
            Execute = requester.IsExecute,
            Privileged = requester.IsPrivileged,
        };

    [RequiresUnitLock]
    private FaultReason TranslateLocked(in DmaRequest request, out DmaResult result, out uint? shownPasid, out bool isProcessingDisabled)
    {
        result = default;
        shownPasid = (quirks & UnitQuirks.PasidShownByPagesOnly) != 0 ? null : request.Pasid;
        isProcessingDisabled = false;
        if (request.Pasid is null && !request.IsTranslated && InterruptRange.Contains(request.Address))
            return FaultReason.InterruptRequestInvalid;
        var requester = Requester.Of(request);
        var fault = FindEntriesLocked(requester, out var entries, out isProcessingDisabled);
        if (fault != FaultReason.None)
            return fault;

        var isScalable = entries.Context.IsScalable;
        shownPasid = request.Pasid;
        if (request.IsTranslated || entries.PassesThrough)
        {
            result = PassedThrough(request.Address);
            return CheckOutput(request.Address, isScalable);
        }

        if (isScalable && (quirks & UnitQuirks.RidPasidShown) != 0)
            shownPasid = entries.Pasid;
        var isSupervisor = requesters.IsSupervisor(requester, entries.Context);
        var needs = NeedsOf(request.Access, requester.IsExecute);
        var access = new PageAccess(needs, needs.HasFlag(PagePermissions.Write), isSupervisor);
        events.Counters.LookedUpLocked(CacheKind.Iotlb, isHit: false);
        fault = tables.WalkLocked(entries, request.Address, access, out var page, out var span);
        if (fault != FaultReason.None)
            return fault;
        if (IsInInterruptRange(page, request.Address))
            return InInterruptRange(isScalable);
        var tags = requesters.TagsOf(requester, entries.Tags);
        if (quirks != UnitQuirks.None)
            pagesBySource.NoteLocked(requester, isScalable ? entries.Pasid : null, tags);
        caches.Translations.InsertLocked(tags, request.Address, new(page.Output, (byte)page.Shift, page.Rights) { Span = (byte)span });
        events.PageCachedLocked(request.SourceId, request.Address, page.Output, tags.Domain);
        result = Allowed(request.Address, page.Output, page.Shift, page.Rights.Of(isSupervisor));
        return FaultReason.None;
    }

    [RequiresUnitLock]
    private FaultReason TranslateLocked(in AtsRequest request, in Requester requester, out AtsResult result, out bool isProcessingDisabled)
    {
        result = default;
        var fault = FindEntriesLocked(requester, out var entries, out isProcessingDisabled);
        if (fault != FaultReason.None)
            return fault;
        var isScalable = entries.Context.IsScalable;
        var address = request.Address;
        if (request.Pasid is null && InterruptRange.Contains(address))
        {
            result = new(AtsOutcome.Completed, PageOf(address, SmallPage.StartOf(address), SmallPage.Shift, PagePermissions.Write), 0)
            {
                IsUntranslatedOnly = true,
            };
            return FaultReason.None;
        }

        var page = new StagePage(SmallPage.StartOf(address), SmallPage.Shift, new(PageRights.All), entries.Entry.PGSNP);
        var isSupervisor = requesters.IsSupervisor(requester, entries.Context);
        if (entries.PassesThrough)
        {
            fault = CheckOutput(address, isScalable);
        }
        else
        {
            var mayWrite = !request.NoWrite || !capabilities.ECAP.NWFS;
            fault = tables.WalkLocked(entries, address, new(PagePermissions.None, mayWrite, isSupervisor), out page, out _);
            if (IsDenial(fault))
                (fault, page) = (FaultReason.None, default);
            else if (fault == FaultReason.None && IsInInterruptRange(page, address))
                fault = InInterruptRange(isScalable);
        }

        var permissions = page.Rights.Of(isSupervisor);
        if (!requester.IsExecute)
            permissions &= ~PagePermissions.Execute;
        var isReachable = (permissions & (PagePermissions.Read | PagePermissions.Write)) != 0;
        result = new(
            AtsOutcome.Completed,
            isReachable ? PageOf(address, page.Output, page.Shift, permissions) : PageOf(address, 0, SmallPage.Shift, PagePermissions.None),
            0)
        {
            MustSnoop = isReachable && page.ForcesSnoop,
        };
        return fault;
    }

    /// <summary>Whether a fault says no more than that a page is not there or not for this requester.</summary>
    private static bool IsDenial(FaultReason fault) => fault
        is FaultReason.ReadDenied or FaultReason.WriteDenied
        or FaultReason.FirstStageEntryNotPresent or FaultReason.ScalableSecondStageDenied
        or FaultReason.NestedTopTableReadDenied or FaultReason.NestedTableReadDenied or FaultReason.NestedTableWriteDenied;

    /// <summary>The entries of a requester; none in abort-DMA mode, which has no tables (3.4.4, 7.1.3).</summary>
    [RequiresUnitLock]
    private FaultReason FindEntriesLocked(
        in Requester requester,
        out RequesterEntries entries,
        out bool isProcessingDisabled)
    {
        entries = default;
        isProcessingDisabled = false;
        if (!pointers.IsModeLegal)
            return FaultReason.TranslationTableModeInvalid;
        return pointers.Root.TTM == TranslationTableMode.AbortDma
            ? FaultReason.RequestInAbortMode
            : requesters.FindLocked(requester, pointers.IsScalable, out entries, out isProcessingDisabled);
    }

    private bool IsInInterruptRange(in StagePage page, ulong address) =>
        (quirks & UnitQuirks.LargePagesBesideInterruptRange) != 0
            ? InterruptRange.Touches(page.Output, page.Shift)
            : InterruptRange.Contains(page.Translate(address));

    /// <summary>What becomes of a request by a page that was cached for its source; by the context entry first if that gives the PASID.</summary>
    [RequiresUnitLock]
    private bool TryFindBySourceLocked(in DmaRequest request, out DmaResult result)
    {
        result = default;
        if ((quirks & UnitQuirks.PagesOutliveEntries) == 0 || !_mode.Value.HasTables || request.IsTranslated)
            return false;
        var requester = Requester.Of(request);
        var pasid = _mode.Value.IsScalable ? requester.Pasid : null; // in legacy mode a PASID is ignored, if it gets here
        if (_mode.Value.IsScalable && pasid is null)
        {
            if (requesters.FindContextLocked(requester, isScalable: true, out var context, out var ofUntagged, out _) != FaultReason.None)
                return false;
            if (!requesters.MayUseCachedPageLocked(context.Scalable, ofUntagged))
                return false;
            pasid = ofUntagged;
        }
        return pagesBySource.TryFindLocked(requester, pasid, request.Address, out var page)
            && TryUse(page, request, requester, isSupervisor: false, out result);
    }

    /// <summary>Where a request may go that no table led there.</summary>
    private FaultReason CheckOutput(ulong address, bool isScalable)
    {
        if ((quirks & UnitQuirks.PassThroughUnchecked) != 0)
            return FaultReason.None;
        if (address >> hostAddressWidth != 0)
            return isScalable ? FaultReason.AddressBeyondHostWidth : FaultReason.AddressBeyondWidth;
        return InterruptRange.Contains(address) ? InInterruptRange(isScalable) : FaultReason.None;
    }

    private FaultReason InInterruptRange(bool isScalable) =>
        isScalable || (capabilities.ECAP.SMTS && (quirks & UnitQuirks.InterruptRangeReasonByCapability) != 0) ? FaultReason.ScalableOutputInInterruptRange : FaultReason.OutputInInterruptRange;
}
