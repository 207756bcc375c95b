using Vtd.Architecture;
using Vtd.Conformance.Deviations;
using Vtd.Runtime;

namespace Vtd.Conformance.Reference;

/// <summary>A legal answer to a request.</summary>
/// <param name="Reason">Why the request is blocked; none if it is not.</param>
/// <param name="IsFaultDisabled">FPD of the entries that were met.</param>
/// <param name="Page">The page, if the request is not blocked; one that allows nothing to a DMA request blocks it without a fault.</param>
internal readonly record struct ReferenceAnswer(FaultReason Reason, bool IsFaultDisabled, ReferencePage Page) : IReferenceAnswer;

/// <summary>Says what becomes of DMA and translation requests by the letter of the architecture, with as little as possible in common with the unit.</summary>
/// <remarks>What a unit may cache is its own choice, so there may be several legal answers: by what memory has now, and by what it had when it
/// could have been cached. The one by what memory has now comes first.</remarks>
internal sealed class ReferenceTranslator(MemoryReader read, VtdCapabilities capabilities, int hostAddressWidth)
{
    private const PagePermissions All = PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute;

    private readonly ReferenceTables _tables = new(read, capabilities, hostAddressWidth);

    /// <summary>Context and PASID entries.</summary>
    public ReferenceLookup Entries { get; } = new(read, capabilities, hostAddressWidth);

    /// <summary>Pages that may be cached, by domain and PASID; none for second-stage pages.</summary>
    public Seen<(ushort Domain, uint? Pasid), (ulong Address, ReferencePage Page)> Pages { get; } = new();

    /// <summary>Whether an address lies in the interrupt range (3.14).</summary>
    public static bool IsInterrupt(ulong address) => address >> RemappableMsi.Shifts.PREFIX == (ulong)InterruptPrefix.InterruptRange;

    /// <summary>The answer to a request while remapping is off.</summary>
    public static ReferenceAnswer Unchanged(ulong address) => new(FaultReason.None, false, Small(address, All));

    /// <summary>The legal answers to a DMA request while remapping is on.</summary>
    /// <param name="request">The request.</param>
    /// <param name="root">The root table in use.</param>
    public IEnumerable<ReferenceAnswer> Answers(DmaRequest request, Rtaddr root)
    {
        var requester = ReferenceRequester.Of(request);
        foreach (var entries in Entries.Find(requester, root))
        {
            if (entries.Reason != FaultReason.None)
            {
                yield return new(entries.Reason, entries.IsFaultDisabled, default);
                continue;
            }

            if (request.IsTranslated || entries.PassesThrough)
            {
                yield return Unchanged(request.Address, entries);
                continue;
            }

            var needs = NeedsOf(request.Access, requester.IsExecute);
            var reason = Walk(entries, request.Address, new(needs, needs.HasFlag(PagePermissions.Write), entries.IsSupervisor), out var page);
            if (reason == FaultReason.None && IsInterrupt(page.Translate(request.Address)))
                reason = InInterruptRange(entries.Context.IsScalable);
            var cached = Pages.Of(entries.Tags).ToList();
            if (reason == FaultReason.None)
                Pages.Add(entries.Tags, (request.Address >> page.Shift << page.Shift, page));
            yield return new(reason, entries.IsFaultDisabled, page);
            foreach (var (address, old) in cached)
            {
                if (request.Address >> old.Shift == address >> old.Shift && (needs & ~old.Rights) == 0 && !IsInterrupt(old.Translate(request.Address)))
                    yield return new(FaultReason.None, entries.IsFaultDisabled, old);
            }
        }
    }

    /// <summary>The legal answers to a translation request while remapping is on; a page without permissions is an answer as well (4.1).</summary>
    /// <param name="request">The request.</param>
    /// <param name="root">The root table in use.</param>
    public IEnumerable<ReferenceAnswer> Answers(AtsRequest request, Rtaddr root)
    {
        var requester = ReferenceRequester.Of(request);
        foreach (var entries in Entries.Find(requester, root))
        {
            if (entries.Reason != FaultReason.None)
                yield return new(entries.Reason, entries.IsFaultDisabled, default);
            else if (request.Pasid is null && IsInterrupt(request.Address))
                yield return new(FaultReason.None, entries.IsFaultDisabled, Small(request.Address, PagePermissions.Write));
            else if (entries.PassesThrough)
                yield return Unchanged(request.Address, entries);
            else
                yield return AnswerOf(request, requester, entries);
        }
    }

    private ReferenceAnswer AnswerOf(in AtsRequest request, in ReferenceRequester requester, in ReferenceEntries entries)
    {
        var mayWrite = !request.NoWrite || !capabilities.ECAP.NWFS;
        var reason = Walk(entries, request.Address, new(PagePermissions.None, mayWrite, entries.IsSupervisor), out var page);
        if (IsDenial(reason))
            (reason, page) = (FaultReason.None, Small(request.Address, PagePermissions.None));
        else if (reason == FaultReason.None && IsInterrupt(page.Translate(request.Address)))
            reason = InInterruptRange(entries.Context.IsScalable);
        var rights = requester.IsExecute ? page.Rights : page.Rights & ~PagePermissions.Execute;
        return new(reason, entries.IsFaultDisabled, page with { Rights = rights });
    }

    /// <summary>Whether a fault says no more than that a page is not there, or not for this requester.</summary>
    private static bool IsDenial(FaultReason reason) => reason
        is FaultReason.ReadDenied or FaultReason.WriteDenied
        or FaultReason.FirstStageEntryNotPresent or FaultReason.ScalableSecondStageDenied
        or FaultReason.NestedTopTableReadDenied or FaultReason.NestedTableReadDenied or FaultReason.NestedTableWriteDenied;

    private FaultReason Walk(in ReferenceEntries entries, ulong address, ReferenceAccess access, out ReferencePage page)
    {
        if (!entries.Context.IsScalable)
        {
            var legacy = entries.Context.Legacy;
            return _tables.SecondStage(new(legacy.SSPTPTR, legacy.AW), address, access, StageFaults.Legacy, out page);
        }

        var entry = entries.Entry;
        var stage = new ReferenceSecondStage(entry.SSPTPTR, entry.AW)
        {
            IsScalable = true,
            ChecksExecution = entry.SSEE && capabilities.ECAP.ERS,
            KeepsMarks = entry.SSADE && capabilities.ECAP.SSADS,
            IsSnooped = entry.PWSNP || !capabilities.ECAP.SMPWCS,
        };
        return entry.PGTT == PasidTranslationType.SecondStage
            ? _tables.SecondStage(stage, address, access, StageFaults.Scalable, out page)
            : _tables.FirstStage(entry, entry.PGTT == PasidTranslationType.Nested ? stage : null, address, access, out page);
    }

    /// <summary>The answer to a request that no table leads anywhere.</summary>
    private ReferenceAnswer Unchanged(ulong address, in ReferenceEntries entries)
    {
        var isScalable = entries.Context.IsScalable;
        var reason = address >> hostAddressWidth != 0 ? isScalable ? FaultReason.AddressBeyondHostWidth : FaultReason.AddressBeyondWidth
            : IsInterrupt(address) ? InInterruptRange(isScalable)
            : FaultReason.None;
        return new(reason, entries.IsFaultDisabled, Small(address, All));
    }

    private static ReferencePage Small(ulong address, PagePermissions rights) => new(address >> SmallPage.Shift << SmallPage.Shift, SmallPage.Shift, rights);

    private static FaultReason InInterruptRange(bool isScalable) =>
        isScalable ? FaultReason.ScalableOutputInInterruptRange : FaultReason.OutputInInterruptRange;

    private static PagePermissions NeedsOf(DmaAccess access, bool isExecute) => access switch
    {
        DmaAccess.Write => PagePermissions.Write,
        DmaAccess.Atomic => PagePermissions.Read | PagePermissions.Write,
        DmaAccess.Execute when isExecute => PagePermissions.Read | PagePermissions.Execute,
        _ => PagePermissions.Read,
    };
}
