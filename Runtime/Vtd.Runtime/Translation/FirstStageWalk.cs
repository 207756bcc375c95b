using System.Collections.Immutable;
using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Translation;

/// <summary>A first-stage table and how it is to be used.</summary>
/// <param name="Root">Address of its top table; of the guest if there is a second stage below.</param>
/// <param name="Levels">The number of levels: 4 or 5.</param>
internal readonly record struct FirstStageTable(ulong Root, int Levels)
{
    /// <summary>Bits of the addresses that it translates; those above are copies of the highest.</summary>
    public int Width => FsPte.Shifts.ADDR + Levels * PageTableLevel.IndexBits;

    /// <summary>Execute-disable bits count; without, they are reserved.</summary>
    public bool ChecksExecution { get; init; }

    /// <summary>Supervisor requests must not execute user pages.</summary>
    public bool PreventsSupervisorExecution { get; init; }

    /// <summary>Supervisor requests must not write to read-only pages.</summary>
    public bool ProtectsFromSupervisor { get; init; }

    /// <summary>The extended-accessed bit is kept besides the accessed bit.</summary>
    public bool KeepsExtendedAccessed { get; init; }

    /// <summary>The unit may write to it. Bits are set by snooped walks only.</summary>
    public bool CanUpdate { get; init; }

    /// <summary>Whether translation is nested: the guest's tables and pages lie behind a second-stage table.</summary>
    public bool IsNested { get; init; }

    /// <summary>The second-stage table below, if translation is nested.</summary>
    public SecondStageTable SecondStage { get; init; }

    /// <summary>The table of a PASID entry.</summary>
    public static FirstStageTable Of(in PasidEntry entry, in VtdCapabilities capabilities) =>
        new(entry.FSPTPTR, entry.FSPM == FirstStagePagingMode.Level5 ? 5 : 4)
        {
            ChecksExecution = entry.NXE,
            PreventsSupervisorExecution = entry.SMEP,
            ProtectsFromSupervisor = entry.WPE,
            KeepsExtendedAccessed = entry.EAFE,
            CanUpdate = entry.PWSNP || !capabilities.ECAP.SMPWCS,
            IsNested = entry.PGTT == PasidTranslationType.Nested,
            SecondStage = entry.PGTT == PasidTranslationType.Nested ? SecondStageTable.Of(entry, capabilities) : default,
        };
}

/// <summary>Walks first-stage tables (9.7), with every table and the page behind the second stage if they are nested (3.8).</summary>
/// <remarks>At each entry: fetch, present, reserved bits, permission, then accessed and dirty bits. So a fault leaves the bits of the
/// entries above it set, as a walk by hardware does.</remarks>
[GuardedByUnitLock]
internal sealed class FirstStageWalk(UnitState state, PageTableMemory memory, SecondStageWalk secondStage)
{
    private readonly PageTableQuirks _quirks = new(state.Quirks);
    private readonly ImmutableArray<PageTableLevel> _levels = Levels(state.Capabilities, state.HostAddressWidth);

    /// <summary>Finds the page of an address.</summary>
    /// <param name="table">The tables.</param>
    /// <param name="address">The address.</param>
    /// <param name="access">The requested access.</param>
    /// <param name="page">The page, as large as both stages agree on. After a fault its size is that of what the entry at fault covers, or 0.</param>
    /// <param name="span">Logarithm of the page size of the first stage alone.</param>
    public FaultReason Walk(in FirstStageTable table, ulong address, in PageAccess access, out StagePage page, out int span)
    {
        page = default;
        span = 0;
        var top = table.Levels - 1;
        if (!IsCanonical(address, table.Width))
            return FaultReason.AddressNotCanonical;
        var level = top;
        var base_ = table.Root;
        var allowed = new Allowance(PageRights.All, AllUser: true);
        var races = 0;
        while (true)
        {
            var format = _levels[level];
            page = new(0, format.Shift, default, false);
            var place = PageTableMemory.PlaceOf(MemoryPurpose.FirstStageEntry, format.EntryOf(base_, address), level);
            var fault = Read(table, place, level == top, out var read);
            if (fault != FaultReason.None)
                return fault;
            var entry = read; // may stay in a processor register, as its address is not taken
            if ((entry & FsPte.Masks.P) == 0)
                return FaultReason.FirstStageEntryNotPresent;
            ref readonly var layout = ref format.LayoutOf(entry);
            var counting = _quirks.NoExecuteIgnored ? entry & ~FsPte.Masks.XD : entry;
            var granted = allowed.With(counting);
            var isPage = format.IsPage(entry);
            var hasReserved = (counting & layout.Reserved) != 0 || (!table.ChecksExecution && (counting & FsPte.Masks.XD) != 0);
            if (hasReserved && !_quirks.FirstStageRightsFirst)
                return FaultReason.FirstStageEntryReserved;
            fault = Check(granted, table, access, isPage);
            if (fault != FaultReason.None)
                return fault;
            if (hasReserved)
                return FaultReason.FirstStageEntryReserved;

            var isWritten = isPage && access.MayWrite && granted.RightsOf(table).Of(access.IsSupervisor).HasFlag(PagePermissions.Write);
            var wanted = MarksFor(table, isWritten);
            var marks = wanted & ~entry;
            const ulong Together = FsPte.Masks.A | FsPte.Masks.D;
            if ((entry & wanted & Together) != 0 && _quirks.DirtyOnlyWithAccessed)
                marks &= ~Together;
            if (_quirks.ExtendedAccessedIgnored)
                marks &= ~FsPte.Masks.EA;
            if (marks != 0)
            {
                var update = EntryUpdate.Failed;
                fault = SetBits(table, place, entry, marks, ref update);
                if (update == EntryUpdate.Raced && races++ < PageTableMemory.MaxRaces)
                    continue;
                if (fault != FaultReason.None)
                    return fault;
                entry |= marks;
            }

            base_ = entry & layout.Address;
            allowed = granted;
            if (isPage)
            {
                span = format.Shift;
                var rights = allowed.RightsOf(table);
                if ((entry & FsPte.Masks.D) == 0 && !_quirks.CachedPagesAreFinal)
                    rights &= new PageRights(~PagePermissions.Write);
                page = new(base_, format.Shift, rights, ForcesSnoop: false);
                return table.IsNested ? Nest(table.SecondStage, address, access, ref page) : FaultReason.None;
            }
            level--;
        }
    }

    private FaultReason Nest(in SecondStageTable below, ulong address, in PageAccess access, ref StagePage page)
    {
        var mayWrite = access.MayWrite && page.Rights.Of(access.IsSupervisor).HasFlag(PagePermissions.Write);
        var guestAddress = page.Translate(address);
        var fault = secondStage.Walk(below, guestAddress, access with { MayWrite = mayWrite }, out var host);
        var shift = host.Shift == 0 ? page.Shift : Math.Min(page.Shift, host.Shift);
        if (fault != FaultReason.None)
        {
            page = new(0, shift, default, false);
            return fault;
        }
        page = new(host.Translate(guestAddress) >> shift << shift, shift, page.Rights & host.Rights, host.ForcesSnoop);
        return FaultReason.None;
    }

    private FaultReason Read(in FirstStageTable table, in MemoryPlace place, bool isTop, out ulong entry)
    {
        if (table.IsNested)
            return ReadNested(table, place, isTop, out entry);
        return memory.TryRead(place, out entry) ? FaultReason.None : FetchFault(isTop);
    }

    private FaultReason ReadNested(in FirstStageTable table, in MemoryPlace place, bool isTop, out ulong entry)
    {
        entry = 0;
        var below = table.SecondStage with { Faults = isTop ? SecondStageFaults.NestedTopTable : SecondStageFaults.NestedTable };
        var fault = secondStage.Walk(below, place.Address, PageAccess.TableRead, out var host);
        if (fault != FaultReason.None)
            return fault;
        return memory.TryRead(place with { Address = host.Translate(place.Address) }, out entry) ? FaultReason.None : FetchFault(isTop);
    }

    private static FaultReason FetchFault(bool isTop) => isTop ? FaultReason.FirstStageTableFetch : FaultReason.FirstStageEntryFetch;

    private FaultReason SetBits(in FirstStageTable table, MemoryPlace place, ulong entry, ulong bits, ref EntryUpdate update)
    {
        if (!table.CanUpdate)
            return FaultReason.FirstStageUpdateNotSnooped;
        if (table.IsNested)
        {
            var below = table.SecondStage with { Faults = SecondStageFaults.NestedTable };
            var fault = secondStage.Walk(below, place.Address, PageAccess.TableWrite, out var host);
            if (fault != FaultReason.None)
                return fault;
            place = place with { Address = host.Translate(place.Address) };
        }
        update = memory.SetBits(place, entry, bits);
        return update == EntryUpdate.Done ? FaultReason.None : FaultReason.FirstStageUpdateFailed;
    }

    private static FaultReason Check(in Allowance granted, in FirstStageTable table, in PageAccess access, bool isPage)
    {
        if (access.Needs == PagePermissions.None)
            return FaultReason.None;
        if (!access.IsSupervisor && !granted.AllUser)
            return FaultReason.UserAccessDenied;
        var missing = access.Needs & ~(access.IsSupervisor ? granted.OfSupervisor(table, isPage) : granted.Entries);
        if (missing == PagePermissions.None)
            return FaultReason.None;
        return (missing & PagePermissions.Write) != 0 ? FaultReason.ScalableWriteDenied : FaultReason.ExecuteDenied;
    }

    private static ulong MarksFor(in FirstStageTable table, bool isWritten)
    {
        var marks = table.KeepsExtendedAccessed ? FsPte.Masks.A | FsPte.Masks.EA : FsPte.Masks.A;
        return isWritten ? marks | FsPte.Masks.D : marks;
    }

    private static bool IsCanonical(ulong address, int width) => (long)(address << (64 - width)) >> (64 - width) == (long)address;

    /// <summary>The levels, lowest first. Permissions, accessed and dirty bits are in the same place in all of them.</summary>
    private static ImmutableArray<PageTableLevel> Levels(in VtdCapabilities capabilities, int width) =>
    [
        new(null, EntryLayout.Of(FsPte.Masks.ADDR, FsPte.ReservedBits(capabilities).Qword0, width), 0, FsPte.Shifts.ADDR),
        new(
            EntryLayout.Of(FsPde.Masks.ADDR, FsPde.ReservedBits(capabilities).Qword0, width),
            EntryLayout.Of(FsPde2m.Masks.ADDR, FsPde2m.ReservedBits(capabilities).Qword0, width),
            FsPde2m.Masks.PS,
            FsPde2m.Shifts.ADDR),
        new(
            EntryLayout.Of(FsPdpe.Masks.ADDR, FsPdpe.ReservedBits(capabilities).Qword0, width),
            EntryLayout.Of(FsPdpe1g.Masks.ADDR, FsPdpe1g.ReservedBits(capabilities).Qword0, width),
            FsPdpe1g.Masks.PS,
            FsPdpe1g.Shifts.ADDR),
        new(
            EntryLayout.Of(FsPml4e.Masks.ADDR, FsPml4e.ReservedBits(capabilities).Qword0, width),
            null,
            0,
            FsPdpe1g.Shifts.ADDR + PageTableLevel.IndexBits),
        new(
            EntryLayout.Of(FsPml5e.Masks.ADDR, FsPml5e.ReservedBits(capabilities).Qword0, width),
            null,
            0,
            FsPdpe1g.Shifts.ADDR + 2 * PageTableLevel.IndexBits),
    ];

    /// <summary>The access that the entries so far allow.</summary>
    /// <param name="Entries">Writing and executing, by the entries alone.</param>
    /// <param name="AllUser">All of them are of the user (U/S).</param>
    private readonly record struct Allowance(PagePermissions Entries, bool AllUser)
    {
        public Allowance With(ulong entry)
        {
            var entries = Entries;
            if ((entry & FsPte.Masks.RW) == 0)
                entries &= ~PagePermissions.Write;
            if ((entry & FsPte.Masks.XD) != 0)
                entries &= ~PagePermissions.Execute;
            return new(entries, AllUser && (entry & FsPte.Masks.US) != 0);
        }

        /// <summary>The rights to a page with these entries.</summary>
        public PageRights RightsOf(in FirstStageTable table) => new(AllUser ? Entries : PagePermissions.None, OfSupervisor(table, isWhole: true));

        /// <summary>The permissions of requests with privilege.</summary>
        /// <param name="table">The table, whose rules apply.</param>
        /// <param name="isWhole">All entries are known: only then is a page known to be one of the user.</param>
        public PagePermissions OfSupervisor(in FirstStageTable table, bool isWhole)
        {
            var supervisor = Entries;
            if (!table.ProtectsFromSupervisor)
                supervisor |= PagePermissions.Write;
            if (table.PreventsSupervisorExecution && AllUser && isWhole)
                supervisor &= ~PagePermissions.Execute;
            return supervisor;
        }
    }
}
