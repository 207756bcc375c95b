using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.EventMessages;
using Vtd.Runtime.Faults;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Ats;

/// <summary>Hands page requests of devices to software (7.4): the queue in memory, its status and its event.</summary>
/// <remarks>
/// Both offsets are registers that software can write at any time. They are taken modulo the size of the queue, so that nothing
/// outside of it is written and wrong ones lose requests at worst.
/// </remarks>
[GuardedByUnitLock]
internal sealed class PageRequestQueue(
    UnitState state,
    EntryReader entries,
    UnitCaches caches,
    EndpointSet endpoints,
    FaultRecorder faults,
    EventMessage message)
{
    private readonly RequestQuirks _quirks = new(state.Quirks);
    /// <summary>Takes a request. When this returns it is in the queue, or its group is answered if it is the last one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isAnswered">Whether a request that is lost is answered by a call, and not by the result alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">PASID or group does not fit its field.</exception>
    public PageRequestResult Take(in PageRequest request, bool isAnswered)
    {
        var descriptor = DescriptorOf(request);
        if (AreAsReads && request.Pasid is null)
            return Drop(request, isAnswered, PageRequestOutcome.Blocked, PageGroupAnswer.Failure);
        if (!IsAllowed(request, out var context, out var reason))
            return Drop(request, isAnswered, PageRequestOutcome.Blocked, PageGroupAnswer.Failure, reason);
        if (state.Registers.PRS.PRO)
            return Drop(request, isAnswered, PageRequestOutcome.Overflowed, PageGroupAnswer.Success);

        var address = state.Registers.PQA;
        var size = (ulong)SmallPage.Size << address.PQS;
        var tail = state.Registers.PQT.PQT % size;
        var next = (tail + PageRequestDescriptor.SizeInBytes) % size;
        if (next == state.Registers.PQH.PQH % size)
        {
            Set(state.Registers.PRS with { PRO = true });
            return Drop(request, isAnswered, PageRequestOutcome.Overflowed, PageGroupAnswer.Success);
        }

        DropTranslations(request, context);
        UnitCaches.PublishDrops();
        Span<byte> bytes = stackalloc byte[PageRequestDescriptor.SizeInBytes];
        descriptor.CopyTo(bytes);
        if (!state.Memory.TryWrite(new(MemoryPurpose.PageRequestDescriptor, address.PQA + tail, bytes.Length), bytes))
            return Drop(request, isAnswered, PageRequestOutcome.Lost, PageGroupAnswer.Failure);
        state.Registers.PQT = new Pqt { PQT = next };
        if (!state.Registers.PRS.PPR)
            Set(state.Registers.PRS with { PPR = true });
        return new(PageRequestOutcome.Queued, FaultReason.None);
    }

    /// <summary>Whether the tables let the device send page requests. If not, reports the fault, if that is one.</summary>
    private bool IsAllowed(in PageRequest request, out ScalableContextEntry context, out FaultReason reason)
    {
        context = default;
        reason = FaultReason.None;
        // Without translation there is nothing to ask for.
        var mode = state.Pointers.Root.TTM;
        if (!state.Capabilities.ECAP.PRS || !state.Registers.GSTS.TES)
            return false;
        if (mode == TranslationTableMode.Legacy)
        {
            reason = FaultReason.PageRequestInLegacyMode;
        }
        else if (mode == TranslationTableMode.AbortDma && state.Pointers.IsModeLegal)
        {
            reason = FaultReason.RequestInAbortMode;
        }
        else
        {
            reason = entries.FindContext(request.SourceId, isScalable: true, out var found, out _);
            context = found.Scalable;
            if (reason == FaultReason.None && !context.PRE)
                reason = FaultReason.PageRequestBlocked;
        }
        if (reason == FaultReason.None)
            return true;

        faults.Report(
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

    private bool AreAsReads => _quirks.DeviceRequestsAsDma;

    /// <summary>Software is going to change the page, so that what is cached of it is not worth keeping, and must not be used by the
    /// device when it tries again.</summary>
    private void DropTranslations(in PageRequest request, in ScalableContextEntry context)
    {
        if (request.Pasid is not null && !entries.Walk.LetsPasidsIn(context))
            return;
        var pasid = request.Pasid ?? entries.Walk.PasidOfUntagged(context);
        if (entries.FindPasidEntry(request.SourceId, context, pasid, out var entry, out _) != FaultReason.None)
            return;
        var page = PageRange.FromAddressMask(request.Address, addressMask: 0);
        if (entry.PGTT == PasidTranslationType.SecondStage)
            caches.Translations.DropPages(entry.DID, page);
        else
            caches.Translations.DropPasidPages(entry.DID, pasid, page);
    }

    /// <summary>Loses a request. The last of a group is answered, or the device would wait for ever.</summary>
    private PageRequestResult Drop(
        in PageRequest request,
        bool isAnswered,
        PageRequestOutcome outcome,
        PageGroupAnswer answer,
        FaultReason reason = FaultReason.None)
    {
        if (isAnswered && request is { IsLast: true, IsStopMarker: false })
            endpoints.Respond(request.SourceId, new(request.Group, answer, request.Pasid));
        return new(outcome, reason);
    }

    /// <summary>Sets a status bit. Software is told if none was set before.</summary>
    private void Set(Prs status)
    {
        var isFirst = state.Registers.PRS is { PPR: false, PRO: false };
        state.Registers.PRS = status;
        if (isFirst)
            message.Raise();
    }

    private static PageRequestDescriptor DescriptorOf(in PageRequest request) => new()
    {
        TYPE = PageRequestDescriptorType.PageRequest,
        PP = request.Pasid is not null,
        RID = request.SourceId.Value,
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
