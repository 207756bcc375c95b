using System.Buffers.Binary;
using Vtd.Architecture;
using Vtd.Runtime;

namespace Vtd.Conformance.Reference;

/// <summary>Reads bytes of guest memory.</summary>
/// <returns>Whether there is memory at the address.</returns>
internal delegate bool MemoryReader(ulong address, Span<byte> destination);

/// <summary>The access that a request makes to a page.</summary>
/// <param name="Needs">A fault if that is denied.</param>
/// <param name="MayWrite">Dirty bits are set where writing is allowed.</param>
/// <param name="IsSupervisor">The request runs with privilege.</param>
internal readonly record struct ReferenceAccess(PagePermissions Needs, bool MayWrite, bool IsSupervisor)
{
    /// <summary>The unit reads an entry of a first-stage table that lies behind a second stage.</summary>
    public static ReferenceAccess ReadsTable => new(PagePermissions.Read, MayWrite: false, IsSupervisor: true);

    /// <summary>The unit sets a bit in such an entry.</summary>
    public static ReferenceAccess WritesTable => new(PagePermissions.Write, MayWrite: true, IsSupervisor: true);
}

/// <summary>A second stage.</summary>
/// <param name="Root">The address of the top table.</param>
/// <param name="Width">The number of levels.</param>
internal readonly record struct ReferenceSecondStage(ulong Root, SecondStageWidth Width)
{
    /// <summary>Whether the table is one of scalable mode.</summary>
    public bool IsScalable { get; init; }

    /// <summary>Execute permission has a bit of its own (SSEE).</summary>
    public bool ChecksExecution { get; init; }

    /// <summary>Accessed and dirty bits are kept (SSADE).</summary>
    public bool KeepsMarks { get; init; }

    /// <summary>The unit's reads of the tables are snooped, so that it may set bits there.</summary>
    public bool IsSnooped { get; init; }
}

/// <summary>The output of a page.</summary>
/// <param name="Output">The address of the first byte.</param>
/// <param name="Shift">Logarithm of the size in bytes.</param>
/// <param name="Rights">The permissions of the page.</param>
internal readonly record struct ReferencePage(ulong Output, int Shift, PagePermissions Rights)
{
    /// <summary>Gets the output address of an address in the page.</summary>
    public ulong Translate(ulong address) => Output | (address & ((1UL << Shift) - 1));
}

/// <summary>Page-table walks by the letter of the architecture (9.7, 9.8), without a cache, and without setting any bit.</summary>
internal sealed class ReferenceTables(MemoryReader read, VtdCapabilities capabilities, int hostAddressWidth)
{
    private const int SmallestWidth = 39;
    private const int FewestLevels = 3;

    private readonly ReferenceLevel[] _legacy = ReferenceLevel.SecondStage(capabilities, 0);
    private readonly ReferenceLevel[] _scalable = ReferenceLevel.SecondStage(capabilities, SsPte.Masks.SNP);
    private readonly ReferenceLevel[] _firstStage = ReferenceLevel.FirstStage(capabilities);

    /// <summary>Walks second-stage tables.</summary>
    /// <param name="stage">The tables.</param>
    /// <param name="address">The address.</param>
    /// <param name="access">The requested access.</param>
    /// <param name="faults">The fault codes.</param>
    /// <param name="page">The page, if there is no fault.</param>
    public FaultReason SecondStage(
        in ReferenceSecondStage stage, ulong address, ReferenceAccess access, StageFaults faults, out ReferencePage page)
    {
        page = default;
        var rights = PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute;
        var steps = stage.Width - SecondStageWidth.Bits39;
        if (address >> Math.Min(SmallestWidth + steps * ReferenceLevel.IndexBits, (int)capabilities.CAP.MGAW + 1) != 0)
            return faults.Beyond;
        var levels = stage.IsScalable ? _scalable : _legacy;
        var top = FewestLevels + steps - 1;
        var table = stage.Root;
        for (var number = top; ; number--)
        {
            var level = levels[number];
            if (!TryRead(level.EntryOf(table, address), out var entry))
                return number == top ? faults.Top : faults.Entry;
            var granted = RightsOf(entry, stage.ChecksExecution);
            if (granted == PagePermissions.None && faults.Nothing != FaultReason.None)
                return faults.Nothing;
            rights &= granted;
            if ((access.Needs & ~rights) != 0 || granted == PagePermissions.None)
                return faults.Of(access.Needs & ~rights);
            if (level.HasReserved(entry, hostAddressWidth))
                return faults.Reserved;
            var isPage = level.IsPage(entry);
            var marks = SecondStageMarks(isPage && access.MayWrite && rights.HasFlag(PagePermissions.Write));
            if (stage is { KeepsMarks: true, IsSnooped: false } && (entry & marks) != marks)
                return FaultReason.SecondStageUpdateNotSnooped;
            table = level.AddressIn(entry);
            if (!isPage)
                continue;
            page = new(table, level.Shift, rights);
            return FaultReason.None;
        }
    }

    /// <summary>Walks first-stage tables, behind a second stage if they are nested.</summary>
    /// <param name="entry">The PASID entry.</param>
    /// <param name="below">The second stage; none if they are not nested.</param>
    /// <param name="address">The address.</param>
    /// <param name="access">The requested access.</param>
    /// <param name="page">The page, if there is no fault.</param>
    public FaultReason FirstStage(
        in PasidEntry entry, ReferenceSecondStage? below, ulong address, ReferenceAccess access, out ReferencePage page)
    {
        page = default;
        var top = (entry.FSPM == FirstStagePagingMode.Level5 ? 5 : 4) - 1;
        var sign = (long)address >> (_firstStage[top].Shift + ReferenceLevel.IndexBits - 1);
        if (sign is not (0 or -1))
            return FaultReason.AddressNotCanonical;
        var table = entry.FSPTPTR;
        var (isUser, isWritable, isExecutable) = (true, true, true);
        for (var number = top; ; number--)
        {
            var level = _firstStage[number];
            var guestPlace = level.EntryOf(table, address);
            var place = guestPlace;
            if (below is { } tables)
            {
                var faults = number == top ? StageFaults.NestedTopTable : StageFaults.NestedTable;
                var ofTable = SecondStage(tables, place, ReferenceAccess.ReadsTable, faults, out var host);
                if (ofTable != FaultReason.None)
                    return ofTable;
                place = host.Translate(place);
            }

            if (!TryRead(place, out var word))
                return number == top ? FaultReason.FirstStageTableFetch : FaultReason.FirstStageEntryFetch;
            if ((word & FsPte.Masks.P) == 0)
                return FaultReason.FirstStageEntryNotPresent;
            if (level.HasReserved(word, hostAddressWidth) || (!entry.NXE && (word & FsPte.Masks.XD) != 0))
                return FaultReason.FirstStageEntryReserved;
            var isPage = level.IsPage(word);
            isUser &= (word & FsPte.Masks.US) != 0;
            isWritable &= (word & FsPte.Masks.RW) != 0;
            isExecutable &= (word & FsPte.Masks.XD) == 0;
            var mayWrite = isWritable || (access.IsSupervisor && !entry.WPE);
            if (access.Needs != PagePermissions.None && !access.IsSupervisor && !isUser)
                return FaultReason.UserAccessDenied;
            if (access.Needs.HasFlag(PagePermissions.Write) && !mayWrite)
                return FaultReason.ScalableWriteDenied;
            var mayExecute = isExecutable && !(access.IsSupervisor && entry.SMEP && isUser && isPage);
            if (access.Needs.HasFlag(PagePermissions.Execute) && !mayExecute)
                return FaultReason.ExecuteDenied;

            var isReachable = access.IsSupervisor || isUser;
            var marks = FsPte.Masks.A | (entry.EAFE ? FsPte.Masks.EA : 0) | (isPage && access.MayWrite && mayWrite && isReachable ? FsPte.Masks.D : 0);
            if ((word & marks) != marks && MarkingFault(entry, below, guestPlace) is var ofMarks and not FaultReason.None)
                return ofMarks;

            table = level.AddressIn(word);
            if (!isPage)
                continue;
            var rights = !isReachable ? PagePermissions.None : PagePermissions.Read
                | (mayWrite ? PagePermissions.Write : PagePermissions.None)
                | (mayExecute ? PagePermissions.Execute : PagePermissions.None);
            page = new(table, level.Shift, rights);
            return below is { } last ? Nest(last, address, access with { MayWrite = access.MayWrite && mayWrite && isReachable }, ref page) : FaultReason.None;
        }
    }

    /// <summary>Translates a first-stage page by the second stage.</summary>
    private FaultReason Nest(in ReferenceSecondStage below, ulong address, ReferenceAccess access, ref ReferencePage page)
    {
        var guest = page.Translate(address);
        var fault = SecondStage(below, guest, access, StageFaults.Scalable, out var host);
        var shift = Math.Min(page.Shift, host.Shift);
        page = new(host.Translate(guest) >> shift << shift, shift, page.Rights & host.Rights);
        return fault;
    }

    /// <summary>Why an entry of a first-stage table cannot be marked as accessed or dirty.</summary>
    private FaultReason MarkingFault(in PasidEntry entry, ReferenceSecondStage? below, ulong place)
    {
        if (!entry.PWSNP && capabilities.ECAP.SMPWCS)
            return FaultReason.FirstStageUpdateNotSnooped;
        return below is { } tables
            ? SecondStage(tables, place, ReferenceAccess.WritesTable, StageFaults.NestedTable, out _)
            : FaultReason.None;
    }

    private static ulong SecondStageMarks(bool isWritten) => isWritten ? SsPte.Masks.A | SsPte.Masks.D : SsPte.Masks.A;

    private static PagePermissions RightsOf(ulong entry, bool checksExecution)
    {
        var canRead = (entry & SsPte.Masks.R) != 0;
        return (canRead ? PagePermissions.Read : PagePermissions.None)
            | ((entry & SsPte.Masks.W) != 0 ? PagePermissions.Write : PagePermissions.None)
            | ((checksExecution ? (entry & SsPte.Masks.X) != 0 : canRead) ? PagePermissions.Execute : PagePermissions.None);
    }

    private bool TryRead(ulong address, out ulong entry)
    {
        Span<byte> bytes = stackalloc byte[SsPte.SizeInBytes];
        var isThere = read(address, bytes);
        entry = isThere ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;
        return isThere;
    }
}
