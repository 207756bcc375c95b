using Vtd.Runtime.Architecture;
using Vtd.Runtime.Memory;

namespace Vtd.Runtime.Translation;

/// <summary>Finds the page of an address in the tables that a requester's entries name.</summary>
internal sealed class TablesWalk
{
    private readonly VtdCapabilities _capabilities;
    private readonly SecondStageWalk _secondStage;
    private readonly FirstStageWalk _firstStage;

    public TablesWalk(IGuestMemory memory, in VtdCapabilities capabilities, int hostAddressWidth)
    {
        _capabilities = capabilities;
        var entries = new PageTableMemory(memory);
        _secondStage = new(entries, capabilities, hostAddressWidth);
        _firstStage = new(entries, _secondStage, capabilities, hostAddressWidth);
    }

    /// <summary>Walks the tables. Entries that pass requests through have none.</summary>
    /// <param name="entries">The requester's entries.</param>
    /// <param name="address">The address.</param>
    /// <param name="access">What is to be done there.</param>
    /// <param name="page">The page.</param>
    /// <param name="span">Logarithm of the size of the first-stage page, or of the page.</param>
    [RequiresUnitLock]
    public FaultReason WalkLocked(in RequesterEntries entries, ulong address, in PageAccess access, out StagePage page, out int span)
    {
        FaultReason fault;
        if (!entries.Context.IsScalable)
        {
            fault = _secondStage.WalkLocked(SecondStageTable.Of(entries.Context.Legacy, _capabilities), address, access, out page);
            span = page.Shift;
            return fault;
        }

        var entry = entries.Entry;
        if (entry.PGTT == PasidTranslationType.SecondStage)
        {
            fault = _secondStage.WalkLocked(SecondStageTable.Of(entry, _capabilities), address, access, out page);
            span = page.Shift;
        }
        else
        {
            fault = _firstStage.WalkLocked(FirstStageTable.Of(entry, _capabilities), address, access, out page, out span);
        }
        page = page with { ForcesSnoop = entry.PGSNP };
        return fault;
    }
}
