using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.Faults;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Ats;

/// <summary>Hands page requests of devices to software (7.4): the queue in memory, its status and its event.</summary>
/// <remarks>
/// Both offsets are registers that software can write at any time. They are taken modulo the size of the queue, so that nothing
/// outside of it is written and wrong ones lose requests at worst.
/// </remarks>
internal sealed class PageRequestQueue(
    VtdRegisterFile registers,
    VtdCapabilities capabilities,
    LatchedPointers pointers,
    IGuestMemory memory,
    StructureWalk walk,
    UnitCaches caches,
    EndpointSet endpoints,
    FaultRecorder faults,
    EventMessage message,
    UnitQuirks quirks)
{
    /// <summary>Takes a request. When this returns it is in the queue, or its group is answered if it is the last one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isAnswered">Whether a request that is lost is answered by a call, and not by the result alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">PASID or group does not fit its field.</exception>
    [RequiresUnitLock]
    public PageRequestResult TakeLocked(in PageRequest request, bool isAnswered)
    {
        var descriptor = DescriptorOf(request);
        if (AreAsReads && request.Pasid is null)
            return DropLocked(request, isAnswered, PageRequestOutcome.Blocked, PageGroupAnswer.Failure);
        if (!IsAllowedLocked(request, out var context, out var reason))
            return DropLocked(request, isAnswered, PageRequestOutcome.Blocked, PageGroupAnswer.Failure, reason);
        if (registers.PRS.PRO)
            return DropLocked(request, isAnswered, PageRequestOutcome.Overflowed, PageGroupAnswer.Success);

        var address = registers.PQA;
        var size = (ulong)SmallPage.Size << address.PQS;
        var tail = registers.PQT.PQT % size;
        var next = (tail + PageRequestDescriptor.SizeInBytes) % size;
        if (next == registers.PQH.PQH % size)
        {
            SetLocked(registers.PRS with { PRO = true });
            return DropLocked(request, isAnswered, PageRequestOutcome.Overflowed, PageGroupAnswer.Success);
        }

        DropTranslationsLocked(request, context);
        UnitCaches.PublishDrops();
        Span<byte> bytes = stackalloc byte[PageRequestDescriptor.SizeInBytes];
        descriptor.CopyTo(bytes);
        if (!memory.TryWrite(address.PQA + tail, bytes))
            return DropLocked(request, isAnswered, PageRequestOutcome.Lost, PageGroupAnswer.Failure);
        registers.PQT = new Pqt { PQT = next };
        if (!registers.PRS.PPR)
            SetLocked(registers.PRS with { PPR = true });
        return new(PageRequestOutcome.Queued, (byte)FaultReason.None);
    }

    /// <summary>Whether the tables let the device send page requests. If not, reports the fault, if that is one.</summary>
    [RequiresUnitLock]
    private bool IsAllowedLocked(in PageRequest request, out ScalableContextEntry context, out FaultReason reason)
    {
        context = default;
        reason = FaultReason.None;
        // Without translation there is nothing to ask for.
        var mode = pointers.Root.TTM;
        if (!capabilities.ECAP.PRS || !registers.GSTS.TES)
            return false;
        if (mode == TranslationTableMode.Legacy)
        {
            reason = FaultReason.PageRequestInLegacyMode;
        }
        else if (mode == TranslationTableMode.AbortDma && pointers.IsModeLegal)
        {
            reason = FaultReason.RequestInAbortMode;
        }
        else
        {
            reason = FindContextLocked(request.SourceId, out context);
            if (reason == FaultReason.None && !context.PRE)
                reason = FaultReason.PageRequestBlocked;
        }
        if (reason == FaultReason.None)
            return true;

        faults.ReportLocked(
            FaultRecord.OfAddress(reason, request.SourceId, request.Address) with
            {
                Type = AreAsReads ? RequestType.Read : RequestType.Page,
                Pasid = request.Pasid,
                Execute = request.Execute,
                Privileged = request.IsPrivileged,
            },
            context.FPD);
        return false;
    }

    private bool AreAsReads => (quirks & UnitQuirks.DeviceRequestsAsDma) != 0;

    [RequiresUnitLock]
    private FaultReason FindContextLocked(ushort sourceId, out ScalableContextEntry entry)
    {
        var reason = FaultReason.None;
        if (!caches.Contexts.TryGet(sourceId, out var context) || !context.IsScalable)
            reason = walk.ReadContextLocked(sourceId, out context);
        entry = context.Scalable;
        return reason;
    }

    /// <summary>Software is going to change the page, so that what is cached of it is not worth keeping, and must not be used by the
    /// device when it tries again.</summary>
    [RequiresUnitLock]
    private void DropTranslationsLocked(in PageRequest request, in ScalableContextEntry context)
    {
        if (request.Pasid is not null && !walk.LetsPasidsIn(context))
            return;
        var pasid = request.Pasid ?? walk.PasidOfUntagged(context);
        if (!caches.Pasids.TryGet(request.SourceId, pasid, out var entry)
            && walk.ReadPasidEntryLocked(context, pasid, out entry) != FaultReason.None)
        {
            return;
        }
        var page = PageRange.FromAddressMask(request.Address, addressMask: 0);
        if (entry.PGTT == PasidTranslationType.SecondStage)
            caches.Translations.DropPagesLocked(entry.DID, page);
        else
            caches.Translations.DropPasidPagesLocked(entry.DID, pasid, page);
    }

    /// <summary>Loses a request. The last of a group is answered, or the device would wait for ever.</summary>
    [RequiresUnitLock]
    private PageRequestResult DropLocked(
        in PageRequest request,
        bool isAnswered,
        PageRequestOutcome outcome,
        PageGroupAnswer answer,
        FaultReason reason = FaultReason.None)
    {
        if (isAnswered && request is { IsLast: true, IsStopMarker: false })
            endpoints.RespondLocked(request.SourceId, new(request.Group, answer, request.Pasid));
        return new(outcome, (byte)reason);
    }

    /// <summary>Sets a status bit. Software is told if none was set before.</summary>
    [RequiresUnitLock]
    private void SetLocked(Prs status)
    {
        var isFirst = registers.PRS is { PPR: false, PRO: false };
        registers.PRS = status;
        if (isFirst)
            message.RaiseLocked();
    }

    private static PageRequestDescriptor DescriptorOf(in PageRequest request) => new()
    {
        TYPE = PageRequestDescriptorType.PageRequest,
        PP = request.Pasid is not null,
        RID = request.SourceId,
        PASID = request.Pasid.GetValueOrDefault(),
        EXR = request is { Execute: true, Pasid: not null },
        PMR = request is { IsPrivileged: true, Pasid: not null },
        RDR = request.Read,
        WRR = request.Write,
        LPIG = request.IsLast,
        PRGI = request.Group,
        ADDR = SmallPage.StartOf(request.Address),
    };
}
