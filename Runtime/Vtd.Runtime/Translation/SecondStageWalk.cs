using System.Collections.Immutable;
using Vtd.Architecture;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Translation;

/// <summary>Walks second-stage tables (9.8).</summary>
/// <remarks>At each entry: fetch, permission, reserved bits, then the accessed and dirty bits. So a fault leaves the bits of the
/// entries above it set, as a walk by hardware does.</remarks>
[GuardedByUnitLock]
internal sealed class SecondStageWalk(UnitState state, PageTableMemory memory)
{
    private readonly PageTableQuirks _quirks = new(state.Quirks);
    private readonly ImmutableArray<PageTableLevel> _legacy = LevelsOf(state, isScalable: false);
    private readonly ImmutableArray<PageTableLevel> _scalable = LevelsOf(state, isScalable: true);

    /// <summary>Finds the page of an address. After a fault its size is that of what the entry at fault covers, or 0.</summary>
    public FaultReason Walk(in SecondStageTable table, ulong address, in PageAccess access, out StagePage page)
    {
        page = default;
        var faults = table.Faults;
        if (address >> table.Width != 0)
            return faults.AddressBeyondWidth;
        var levels = table.IsScalable ? _scalable : _legacy;
        var top = table.Levels - 1;
        var level = top;
        var base_ = table.Root;
        var common = ulong.MaxValue; // the bits that all entries so far have
        var executeBit = table.ChecksExecution ? SsPte.Masks.X : SsPte.Masks.R;
        var granting = SsPte.Masks.R | SsPte.Masks.W | executeBit;
        var needed = NeededFor(access.Needs, executeBit);
        var keepsAccessed = table.KeepsAccessed && !access.IsProbe;
        var races = 0;
        while (true)
        {
            var format = levels[level];
            var place = format.EntryOf(base_, address);
            if (!memory.TryRead(MemoryPurpose.SecondStageEntry, place, level, out var read))
                return format.Fault(level == top ? faults.TableFetch : faults.EntryFetch, out page);
            var entry = read; // may stay in a processor register, as its address is not taken
            if ((entry & granting) == 0)
                return format.Fault(faults.DeniedAll(access.Needs), out page);
            if ((entry & needed) != needed) // what those above lack was noticed there
                return format.Fault(faults.Denied(access.Needs & ~GrantedBy(entry, executeBit)), out page);
            var isPage = format.IsPage(entry);
            ref readonly var layout = ref format.LayoutOf(isPage);
            if ((entry & layout.Reserved) != 0)
                return format.Fault(faults.EntryReserved, out page);

            if (keepsAccessed)
            {
                var isWritten = isPage && access.MayWrite && (entry & common & SsPte.Masks.W) != 0;
                var marks = MarksFor(entry, isWritten ? SsPte.Masks.A | SsPte.Masks.D : SsPte.Masks.A);
                if (marks != 0)
                {
                    if (!table.CanUpdate)
                        return format.Fault(FaultReason.SecondStageUpdateNotSnooped, out page);
                    var update = memory.SetBits(PageTableMemory.PlaceOf(MemoryPurpose.SecondStageEntry, place, level), entry, marks);
                    if (update == EntryUpdate.Raced && races++ < PageTableMemory.MaxRaces)
                        continue;
                    if (update != EntryUpdate.Done)
                        return format.Fault(FaultReason.SecondStageUpdateFailed, out page);
                    entry |= marks;
                }
            }

            base_ = entry & layout.Address;
            common &= entry;
            if (isPage)
            {
                var allowed = GrantedBy(common, executeBit);
                if (keepsAccessed && (entry & SsPte.Masks.D) == 0 && !_quirks.CachedPagesAreFinal)
                    allowed &= ~PagePermissions.Write;
                page = new(base_, format.Shift, new(allowed), (entry & SsPte.Masks.SNP) != 0);
                return FaultReason.None;
            }
            level--;
        }
    }

    /// <summary>The bits to set in an entry.</summary>
    private ulong MarksFor(ulong entry, ulong wanted) =>
        (entry & wanted) != 0 && _quirks.DirtyOnlyWithAccessed ? 0 : wanted & ~entry;

    /// <summary>The bits that an entry must have for a request.</summary>
    private static ulong NeededFor(PagePermissions needs, ulong executeBit) =>
        ((needs & PagePermissions.Read) != 0 ? SsPte.Masks.R : 0)
        | ((needs & PagePermissions.Write) != 0 ? SsPte.Masks.W : 0)
        | ((needs & PagePermissions.Execute) != 0 ? executeBit : 0);

    /// <summary>The permissions that the bits of an entry give.</summary>
    private static PagePermissions GrantedBy(ulong entry, ulong executeBit) =>
        ((entry & SsPte.Masks.R) != 0 ? PagePermissions.Read : 0)
        | ((entry & SsPte.Masks.W) != 0 ? PagePermissions.Write : 0)
        | ((entry & executeBit) != 0 ? PagePermissions.Execute : 0);

    /// <summary>The levels of tables of a mode, lowest first. SNP is of legacy mode only.</summary>
    private static ImmutableArray<PageTableLevel> LevelsOf(UnitState state, bool isScalable)
    {
        var (capabilities, quirks) = (state.Capabilities, new PageTableQuirks(state.Quirks));
        var snooping = capabilities with { ECAP = capabilities.ECAP with { SC = true } };
        // The only bit that pages of each size have reserved, whatever the unit can do.
        var transientMapping = SsPte.ReservedBits(snooping).Qword0;
        var ignored = capabilities.ECAP.DT && quirks.TransientMappingIgnored ? transientMapping : 0;
        return capabilities.ECAP.SMTS && quirks.SnoopBitIgnored
            ? Levels(snooping, state.HostAddressWidth, reservedInPages: 0, ignored)
            : Levels(capabilities, state.HostAddressWidth, isScalable ? SsPte.Masks.SNP : 0, ignored);
    }

    /// <summary>The levels, lowest first. Permissions, accessed and dirty bits are in the same place in all of them.</summary>
    private static ImmutableArray<PageTableLevel> Levels(in VtdCapabilities capabilities, int width, ulong reservedInPages, ulong ignoredInPages) =>
    [
        new(
            null,
            EntryLayout.Of(SsPte.Masks.ADDR, (SsPte.ReservedBits(capabilities).Qword0 | reservedInPages) & ~ignoredInPages, width),
            0,
            SsPte.Shifts.ADDR),
        new(
            EntryLayout.Of(SsPde.Masks.ADDR, SsPde.ReservedBits(capabilities).Qword0, width),
            EntryLayout.Of(SsPde2m.Masks.ADDR, (SsPde2m.ReservedBits(capabilities).Qword0 | reservedInPages) & ~ignoredInPages, width),
            SsPde2m.Masks.PS,
            SsPde2m.Shifts.ADDR),
        new(
            EntryLayout.Of(SsPdpe.Masks.ADDR, SsPdpe.ReservedBits(capabilities).Qword0, width),
            EntryLayout.Of(SsPdpe1g.Masks.ADDR, (SsPdpe1g.ReservedBits(capabilities).Qword0 | reservedInPages) & ~ignoredInPages, width),
            SsPdpe1g.Masks.PS,
            SsPdpe1g.Shifts.ADDR),
        new(
            EntryLayout.Of(SsPml4e.Masks.ADDR, SsPml4e.ReservedBits(capabilities).Qword0, width),
            null,
            0,
            SsPdpe1g.Shifts.ADDR + PageTableLevel.IndexBits),
        new(
            EntryLayout.Of(SsPml5e.Masks.ADDR, SsPml5e.ReservedBits(capabilities).Qword0, width),
            null,
            0,
            SsPdpe1g.Shifts.ADDR + 2 * PageTableLevel.IndexBits),
    ];
}
