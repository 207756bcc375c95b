using Vtd.Architecture;
using Vtd.Runtime;

namespace Vtd.Conformance.Reference;

/// <summary>The page request queue by the letter of the architecture (7.4, 11.4.11).</summary>
internal sealed class ReferencePageRequests(VtdRegisterFile registers, VtdCapabilities capabilities, ReferenceLookup entries, ReferenceFaults faults, ReferenceEvents events)
{
    private const int PageSize = 4096;

    private readonly List<(ulong Address, byte[] Bytes)> _writes = [];

    /// <summary>Descriptors that were written since they were forgotten last.</summary>
    public IReadOnlyList<(ulong Address, byte[] Bytes)> Writes => _writes;

    /// <summary>Forgets the descriptors.</summary>
    public void Clear() => _writes.Clear();

    /// <summary>The legal reasons for blocking a page request, none among them if it may be taken; a null one blocks it without a fault.</summary>
    public IEnumerable<(FaultReason? Reason, bool IsFaultDisabled)> Answers(PageRequest request, Rtaddr root)
    {
        if (!capabilities.ECAP.PRS || !registers.GSTS.TES)
            return [(null, false)];
        if (root.TTM == TranslationTableMode.Legacy)
            return [(FaultReason.PageRequestInLegacyMode, false)];
        return root.TTM == TranslationTableMode.AbortDma && entries.IsLegal(root.TTM)
            ? [(FaultReason.RequestInAbortMode, false)]
            : ByContext(request, root);
    }

    /// <summary>A page request is blocked, or taken.</summary>
    /// <returns>The outcome of the request.</returns>
    public PageRequestOutcome Give(in PageRequest request, FaultReason? reason, bool isFaultDisabled)
    {
        if (reason is not FaultReason.None)
        {
            if (reason is { } fault)
                faults.Report(RecordOf(request, fault), isFaultDisabled);
            return PageRequestOutcome.Blocked;
        }

        var size = (ulong)PageSize << registers.PQA.PQS;
        var tail = registers.PQT.PQT % size;
        var next = (tail + PageRequestDescriptor.SizeInBytes) % size;
        if (registers.PRS.PRO)
            return PageRequestOutcome.Overflowed;
        if (next == registers.PQH.PQH % size)
        {
            Set(registers.PRS with { PRO = true });
            return PageRequestOutcome.Overflowed;
        }

        var bytes = new byte[PageRequestDescriptor.SizeInBytes];
        DescriptorOf(request).CopyTo(bytes);
        _writes.Add((registers.PQA.PQA + tail, bytes));
        registers.PQT = new Pqt { PQT = next };
        Set(registers.PRS with { PPR = true });
        return PageRequestOutcome.Queued;
    }

    private IEnumerable<(FaultReason? Reason, bool IsFaultDisabled)> ByContext(PageRequest request, Rtaddr root)
    {
        ReferenceContext fresh = default;
        var reason = entries.IsLegal(root.TTM) ? entries.ReadContext(request.SourceId, root, out fresh) : FaultReason.TranslationTableModeInvalid;
        yield return (reason == FaultReason.None ? Judge(fresh) : reason, fresh.FPD);
        foreach (var context in entries.Contexts.Of(request.SourceId))
            yield return (Judge(context), context.FPD);
    }

    private static FaultReason Judge(in ReferenceContext context) => context.Scalable.PRE ? FaultReason.None : FaultReason.PageRequestBlocked;

    private void Set(Prs status)
    {
        var isFirst = registers.PRS is { PPR: false, PRO: false };
        registers.PRS = status;
        if (isFirst)
            events.Raise(ReferenceEvent.PageRequest);
    }

    private static Frcd RecordOf(in PageRequest request, FaultReason reason)
    {
        var hasPasid = request.Pasid is not null;
        return new Frcd(request.Address & Frcd.Masks.FI, 0) with
        {
            FR = reason,
            SID = request.SourceId.Value,
            T = RequestType.Page,
            PP = hasPasid,
            PV = request.Pasid.GetValueOrDefault(),
            EXE = hasPasid && request.Execute,
            PRIV = hasPasid && request.IsPrivileged,
        };
    }

    private static PageRequestDescriptor DescriptorOf(in PageRequest request)
    {
        var hasPasid = request.Pasid is not null;
        return new()
        {
            TYPE = PageRequestDescriptorType.PageRequest,
            RID = request.SourceId.Value,
            PP = hasPasid,
            PASID = request.Pasid.GetValueOrDefault(),
            EXR = hasPasid && request.Execute,
            PMR = hasPasid && request.IsPrivileged,
            RDR = request.Read,
            WRR = request.Write,
            LPIG = request.IsLast,
            PRGI = request.Group,
            ADDR = request.Address & PageRequestDescriptor.Masks.ADDR,
        };
    }
}
