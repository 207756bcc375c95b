using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Vtd.Architecture;
using Vtd.Runtime.Caches;
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
        var allowed = PageRights.All;
        var executeBit = table.ChecksExecution ? SsPte.Masks.X : SsPte.Masks.R;
        var races = 0;
        while (true)
        {
            var format = levels[level];
            page = new(0, format.Shift, default, false);
            var place = PageTableMemory.PlaceOf(MemoryPurpose.SecondStageEntry, format.EntryOf(base_, address), level);
            if (!memory.TryRead(place, out var read))
                return level == top ? faults.TableFetch : faults.EntryFetch;
            var entry = read; // may stay in a processor register, as its address is not taken
            var granted = GrantedBy(entry, executeBit);
            if (granted == PagePermissions.None)
                return faults.DeniedAll(access.Needs);
            granted &= allowed;
            if ((access.Needs & ~granted) != 0)
                return faults.Denied(access.Needs & ~granted);
            ref readonly var layout = ref format.LayoutOf(entry);
            if ((entry & layout.Reserved) != 0)
                return faults.EntryReserved;

            var isPage = format.IsPage(entry);
            if (table.KeepsAccessed && !access.IsProbe)
            {
                var isWritten = isPage && access.MayWrite && (granted & PagePermissions.Write) != 0;
                var marks = MarksFor(entry, isWritten ? SsPte.Masks.A | SsPte.Masks.D : SsPte.Masks.A);
                if (marks != 0)
                {
                    if (!table.CanUpdate)
                        return FaultReason.SecondStageUpdateNotSnooped;
                    var update = memory.SetBits(place, entry, marks);
                    if (update == EntryUpdate.Raced && races++ < PageTableMemory.MaxRaces)
                        continue;
                    if (update != EntryUpdate.Done)
                        return FaultReason.SecondStageUpdateFailed;
                    entry |= marks;
                }
            }

            base_ = entry & layout.Address;
            allowed = granted;
            if (isPage)
            {
                if (table.KeepsAccessed && (entry & SsPte.Masks.D) == 0 && !access.IsProbe && !_quirks.CachedPagesAreFinal)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static PagePermissions GrantedBy(ulong entry, ulong executeBit) =>
        ((entry & SsPte.Masks.R) != 0 ? PagePermissions.Read : 0)
        | ((entry & SsPte.Masks.W) != 0 ? PagePermissions.Write : 0)
        | ((entry & executeBit) != 0 ? PagePermissions.Execute : 0);

    /// <summary>The levels of tables of a mode, lowest first. SNP is of legacy mode only.</summary>
    private static ImmutableArray<PageTableLevel> LevelsOf(UnitState state, bool isScalable)
    {
        var (capabilities, width) = (state.Capabilities, state.HostAddressWidth);
        return capabilities.ECAP.SMTS && new PageTableQuirks(state.Quirks).SnoopBitIgnored
            ? Levels(capabilities with { ECAP = capabilities.ECAP with { SC = true } }, width, reservedInPages: 0)
            : Levels(capabilities, width, isScalable ? SsPte.Masks.SNP : 0);
    }

    /// <summary>The levels, lowest first. Permissions, accessed and dirty bits are in the same place in all of them.</summary>
    private static ImmutableArray<PageTableLevel> Levels(in VtdCapabilities capabilities, int width, ulong reservedInPages) =>
    [
        new(
            null,
            EntryLayout.Of(SsPte.Masks.ADDR, SsPte.ReservedBits(capabilities).Qword0 | reservedInPages, width),
            0,
            SsPte.Shifts.ADDR),
        new(
            EntryLayout.Of(SsPde.Masks.ADDR, SsPde.ReservedBits(capabilities).Qword0, width),
            EntryLayout.Of(SsPde2m.Masks.ADDR, SsPde2m.ReservedBits(capabilities).Qword0 | reservedInPages, width),
            SsPde2m.Masks.PS,
            SsPde2m.Shifts.ADDR),
        new(
            EntryLayout.Of(SsPdpe.Masks.ADDR, SsPdpe.ReservedBits(capabilities).Qword0, width),
            EntryLayout.Of(SsPdpe1g.Masks.ADDR, SsPdpe1g.ReservedBits(capabilities).Qword0 | reservedInPages, width),
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
