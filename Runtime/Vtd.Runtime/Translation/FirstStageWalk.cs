using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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
    public static FirstStageTable Of(in PasidEntry entry, in VtdCapabilities capabilities)
    {
        var table = new FirstStageTable(entry.FSPTPTR, entry.FSPM == FirstStagePagingMode.Level5 ? 5 : 4)
        {
            ChecksExecution = entry.NXE,
            PreventsSupervisorExecution = entry.SMEP,
            ProtectsFromSupervisor = entry.WPE,
            KeepsExtendedAccessed = entry.EAFE,
            CanUpdate = entry.PWSNP || !capabilities.ECAP.SMPWCS,
            IsNested = entry.PGTT == PasidTranslationType.Nested,
        };
        return table.IsNested ? table with { SecondStage = SecondStageTable.Of(entry, capabilities) } : table;
    }
}

/// <summary>Walks first-stage tables (9.7), with every table and the page behind the second stage if they are nested (3.8).</summary>
/// <remarks>At each entry: fetch, present, reserved bits, permission, then accessed and dirty bits. So a fault leaves the bits of the
/// entries above it set, as a walk by hardware does. Code that few walks need is not inlined, so that other walks need no stack space for it.</remarks>
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
        var (common, any) = (ulong.MaxValue, 0UL); // the bits that all entries so far have, and those that one of them has
        var counted = _quirks.NoExecuteIgnored ? ~FsPte.Masks.XD : ulong.MaxValue;
        var (needed, forbidden) = BitsFor(access);
        var forbiddenAnyhow = table.ChecksExecution ? 0 : FsPte.Masks.XD;
        forbidden |= forbiddenAnyhow;
        var accessed = table.KeepsExtendedAccessed && !_quirks.ExtendedAccessedIgnored ? FsPte.Masks.A | FsPte.Masks.EA : FsPte.Masks.A;
        var races = 0;
        while (true)
        {
            var format = _levels[level];
            var place = format.EntryOf(base_, address);
            var fault = Read(table, place, level, top, out var read);
            if (fault != FaultReason.None)
                return format.Fault(fault, out page);
            var entry = read; // may stay in a processor register, as its address is not taken
            if ((entry & FsPte.Masks.P) == 0)
                return format.Fault(FaultReason.FirstStageEntryNotPresent, out page);
            var isPage = format.IsPage(entry);
            ref readonly var layout = ref format.LayoutOf(isPage);
            var counting = entry & counted;
            var (commonNow, anyNow) = (common & counting, any | counting);
            if ((counting & needed) != needed || (counting & (forbidden | layout.Reserved)) != 0 || access.IsSupervisor)
            {
                var hasReserved = (counting & (forbiddenAnyhow | layout.Reserved)) != 0;
                fault = FaultOf(hasReserved, Allowance.Of(commonNow, anyNow), table, access, isPage);
                if (fault != FaultReason.None)
                    return format.Fault(fault, out page);
            }

            var rights = isPage ? Allowance.Of(commonNow, anyNow).RightsOf(table) : default;
            var isWritten = access.MayWrite && (rights.Of(access.IsSupervisor) & PagePermissions.Write) != 0;
            var marks = MarksFor(entry, isWritten ? accessed | FsPte.Masks.D : accessed);
            if (marks != 0)
            {
                var update = EntryUpdate.Failed;
                fault = SetBits(table, PageTableMemory.PlaceOf(MemoryPurpose.FirstStageEntry, place, level), entry, marks, ref update);
                if (update == EntryUpdate.Raced && races++ < PageTableMemory.MaxRaces)
                    continue;
                if (fault != FaultReason.None)
                    return format.Fault(fault, out page);
                entry |= marks;
            }

            base_ = entry & layout.Address;
            (common, any) = (commonNow, anyNow);
            if (isPage)
            {
                span = format.Shift;
                if ((entry & FsPte.Masks.D) == 0 && !_quirks.CachedPagesAreFinal)
                    rights &= new PageRights(~PagePermissions.Write);
                page = new(base_, format.Shift, rights, ForcesSnoop: false);
                return table.IsNested ? Nest(table.SecondStage, address, access, ref page) : FaultReason.None;
            }
            level--;
        }
    }

    /// <summary>The bits that an entry must have, and must not have, for a request without privilege. The rights of other requests depend on all entries together.</summary>
    private static (ulong Needed, ulong Forbidden) BitsFor(in PageAccess access)
    {
        if (access.IsSupervisor || access.Needs == PagePermissions.None)
            return (0, 0);
        return (
            (access.Needs & PagePermissions.Write) != 0 ? FsPte.Masks.US | FsPte.Masks.RW : FsPte.Masks.US,
            (access.Needs & PagePermissions.Execute) != 0 ? FsPte.Masks.XD : 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
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

    private FaultReason Read(in FirstStageTable table, ulong place, int level, int top, out ulong entry)
    {
        if (table.IsNested)
            return ReadNested(table, place, level, isTop: level == top, out entry);
        return memory.TryRead(MemoryPurpose.FirstStageEntry, place, level, out entry) ? FaultReason.None : FetchFault(isTop: level == top);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private FaultReason ReadNested(in FirstStageTable table, ulong place, int level, bool isTop, out ulong entry)
    {
        entry = 0;
        var below = table.SecondStage with { Faults = isTop ? SecondStageFaults.NestedTopTable : SecondStageFaults.NestedTable };
        var fault = secondStage.Walk(below, place, PageAccess.TableRead, out var host);
        if (fault != FaultReason.None)
            return fault;
        return memory.TryRead(MemoryPurpose.FirstStageEntry, host.Translate(place), level, out entry) ? FaultReason.None : FetchFault(isTop);
    }

    private static FaultReason FetchFault(bool isTop) => isTop ? FaultReason.FirstStageTableFetch : FaultReason.FirstStageEntryFetch;

    [MethodImpl(MethodImplOptions.NoInlining)]
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

    /// <summary>The fault of an entry that is present, if it has one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private FaultReason FaultOf(bool hasReserved, in Allowance granted, in FirstStageTable table, in PageAccess access, bool isPage)
    {
        if (hasReserved && !_quirks.FirstStageRightsFirst)
            return FaultReason.FirstStageEntryReserved;
        var fault = Check(granted, table, access, isPage);
        return fault == FaultReason.None && hasReserved ? FaultReason.FirstStageEntryReserved : fault;
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

    /// <summary>The bits to set in an entry.</summary>
    private ulong MarksFor(ulong entry, ulong wanted)
    {
        const ulong Together = FsPte.Masks.A | FsPte.Masks.D;
        var marks = wanted & ~entry;
        return marks != 0 && (entry & wanted & Together) != 0 && _quirks.DirtyOnlyWithAccessed ? marks & ~Together : marks;
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
        /// <summary>Gets the access that entries allow.</summary>
        /// <param name="common">The bits that all of them have.</param>
        /// <param name="any">The bits that one of them has.</param>
        public static Allowance Of(ulong common, ulong any)
        {
            var entries = PageRights.All;
            if ((common & FsPte.Masks.RW) == 0)
                entries &= ~PagePermissions.Write;
            if ((any & FsPte.Masks.XD) != 0)
                entries &= ~PagePermissions.Execute;
            return new(entries, (common & FsPte.Masks.US) != 0);
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
