using Vtd.Architecture;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Translation;

/// <summary>Finds the page of an address in the tables that a requester's entries name.</summary>
[GuardedByUnitLock]
internal sealed class TablesWalk
{
    private readonly PageTableQuirks _quirks;
    private readonly UnitState _state;
    private readonly SecondStageWalk _secondStage;
    private readonly FirstStageWalk _firstStage;

    public TablesWalk(UnitState state)
    {
        _state = state;
        _quirks = new(state.Quirks);
        var entries = new PageTableMemory(state);
        _secondStage = new(state, entries);
        _firstStage = new(state, entries, _secondStage);
    }

    /// <summary>Walks the tables. Entries that pass requests through have none.</summary>
    /// <param name="entries">The requester's entries.</param>
    /// <param name="address">The address.</param>
    /// <param name="access">The requested access.</param>
    /// <param name="page">The page.</param>
    /// <param name="span">Logarithm of the size of the first-stage page, or of the page.</param>
    public FaultReason Walk(in RequesterEntries entries, ulong address, in PageAccess access, out StagePage page, out int span)
    {
        if (entries.Context.IsScalable)
            return WalkScalable(entries.Entry, address, access, out page, out span);
        var fault = _secondStage.Walk(SecondStageTable.Of(entries.Context.Legacy, _state.Capabilities), address, access, out page);
        span = page.Shift;
        return fault;
    }

    private FaultReason WalkScalable(in PasidEntry entry, ulong address, in PageAccess access, out StagePage page, out int span)
    {
        var fault = entry.PGTT == PasidTranslationType.SecondStage
            ? WalkSecondStage(entry, address, access, out page, out span)
            : _firstStage.Walk(FirstStageTable.Of(entry, _state.Capabilities), address, access, out page, out span);
        page = page with { ForcesSnoop = entry.PGSNP };
        return fault;
    }

    private FaultReason WalkSecondStage(in PasidEntry entry, ulong address, in PageAccess access, out StagePage page, out int span)
    {
        var table = SecondStageTable.Of(entry, _state.Capabilities);
        if (_quirks.LegacyReasonsInScalableMode)
            table = table with { Faults = SecondStageFaults.Legacy };
        var fault = _secondStage.Walk(table, address, access, out page);
        span = page.Shift;
        return fault;
    }

    /// <summary>Says what second-stage tables make of an address, and changes nothing in them.</summary>
    /// <param name="entries">The requester's entries, which name second-stage tables alone.</param>
    /// <param name="address">The address.</param>
    /// <param name="page">The page, if there is one that requests can use for something; else the gap has its address and size.</param>
    /// <param name="last">The last address that the same holds for: the end of the page, or of the gap as far as is known.</param>
    public bool Probe(in RequesterEntries entries, ulong address, out PageTranslation page, out ulong last)
    {
        var fault = Walk(entries, address, PageAccess.Probe, out var found, out _);
        var permissions = found.Rights.User;
        var offset = (1UL << found.Shift) - 1;
        page = new(address & ~offset, found.Output, offset + 1, permissions);
        last = found.Shift == 0 ? ulong.MaxValue : address | offset;
        return fault == FaultReason.None && (permissions & (PagePermissions.Read | PagePermissions.Write)) != 0;
    }
}
