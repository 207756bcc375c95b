using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Faults;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime.Ats;

/// <summary>Answers translation requests of devices (4.2).</summary>
/// <remarks>Devices ask seldom, having a TLB of their own, so pages are neither looked up nor cached.</remarks>
[GuardedByUnitLock]
internal sealed class AtsTranslator(UnitState state, DmaTranslator dma, RequesterLookup requesters, TablesWalk tables, FaultRecorder faults)
{
    private readonly RequestQuirks _quirks = new(state.Quirks);
    private readonly OutputRules _outputs = new(state);

    /// <summary>Answers a request. A fault is reported; a page that is not there or denied is none.</summary>
    public AtsResult Answer(in AtsRequest request)
    {
        if (!dma.Mode.IsOn)
            return default;
        if (_quirks.DeviceRequestsAsDma)
            return AnswerAsDma(request);
        var requester = Requester.Of(request);
        var fault = Translate(request, requester, out var result, out var isProcessingDisabled);
        if (fault == FaultReason.None)
            return result;
        faults.Report(requester.FaultOf(fault, request.Address, RequestType.Read), isProcessingDisabled);
        return new(AtsOutcome.Refused, default, fault);
    }

    /// <summary>Answers a request as an untranslated request is answered (<see cref="UnitQuirk.DeviceRequestsAsDma"/>).</summary>
    private AtsResult AnswerAsDma(in AtsRequest request)
    {
        var untranslated = new DmaRequest(request.SourceId, request.Address, request.NoWrite ? DmaAccess.Read : DmaAccess.Write)
        {
            Pasid = request.Pasid,
            IsPrivileged = request.IsPrivileged,
        };
        if (InterruptRange.Contains(request.Address))
        {
            var requester = Requester.Of(untranslated);
            requesters.FindEntriesLocked(requester, out _, out var isProcessingDisabled);
            var reason = _outputs.InInterruptRange(dma.Mode.IsScalable);
            faults.Report(requester.FaultOf(reason, request.Address, request.NoWrite ? RequestType.Read : RequestType.Write), isProcessingDisabled);
            return new(AtsOutcome.Refused, default, reason);
        }
        if (!dma.TryTranslate(untranslated, out var result))
            result = dma.Translate(untranslated);
        return new(result.FaultReason != 0 ? AtsOutcome.Refused : AtsOutcome.Completed, result.Page, result.FaultReason);
    }

    private FaultReason Translate(in AtsRequest request, in Requester requester, out AtsResult result, out bool isProcessingDisabled)
    {
        result = default;
        var fault = requesters.FindEntriesLocked(requester, out var entries, out isProcessingDisabled);
        if (fault != FaultReason.None)
            return fault;
        var isScalable = entries.Context.IsScalable;
        var address = request.Address;
        if (request.Pasid is null && InterruptRange.Contains(address))
        {
            result = new(AtsOutcome.Completed, SmallPageOf(address, SmallPage.StartOf(address), PagePermissions.Write), 0) { IsUntranslatedOnly = true };
            return FaultReason.None;
        }

        var page = new StagePage(SmallPage.StartOf(address), SmallPage.Shift, new(PageRights.All), entries.Entry.PGSNP);
        var isSupervisor = requesters.IsSupervisor(requester, entries.Context);
        if (entries.PassesThrough)
        {
            fault = _outputs.Check(address, isScalable);
        }
        else
        {
            var mayWrite = !request.NoWrite || !state.Capabilities.ECAP.NWFS;
            fault = tables.Walk(entries, address, new(PagePermissions.None, mayWrite, isSupervisor), out page, out _);
            if (IsDenial(fault))
                (fault, page) = (FaultReason.None, default);
            else if (fault == FaultReason.None)
                fault = _outputs.Check(page, address, isScalable);
        }

        var permissions = page.Rights.Of(isSupervisor);
        if (!requester.IsExecute)
            permissions &= ~PagePermissions.Execute;
        var isReachable = (permissions & (PagePermissions.Read | PagePermissions.Write)) != 0;
        var reached = isReachable ? OutputRules.PageOf(address, page.Output, page.Shift, permissions) : SmallPageOf(address, 0, PagePermissions.None);
        result = new(AtsOutcome.Completed, reached, 0) { MustSnoop = isReachable && page.ForcesSnoop };
        return fault;
    }

    private static PageTranslation SmallPageOf(ulong address, ulong output, PagePermissions permissions) =>
        OutputRules.PageOf(address, output, SmallPage.Shift, permissions);

    /// <summary>Whether a fault says no more than that a page is not there or not for this requester.</summary>
    private static bool IsDenial(FaultReason fault) => fault
        is FaultReason.ReadDenied or FaultReason.WriteDenied
        or FaultReason.FirstStageEntryNotPresent or FaultReason.ScalableSecondStageDenied
        or FaultReason.NestedTopTableReadDenied or FaultReason.NestedTableReadDenied or FaultReason.NestedTableWriteDenied;
}
