using Vtd.Architecture;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Tables;

/// <summary>Reads root, context, PASID-directory and PASID entries from guest memory (9.1 to 9.6), never from a cache.</summary>
/// <remarks>Each step answers with the fault that it meets, or <see cref="FaultReason.None"/>.</remarks>
[GuardedByUnitLock]
internal sealed class StructureWalk(UnitState state)
{
    private readonly EntryQuirks _quirks = new(state.Quirks);
    private const int FunctionsPerBus = 256;
    private const int FunctionsPerScalableTable = FunctionsPerBus / 2;

    private readonly LegacyRootEntry _legacyRootReserved = LegacyRootEntry.ReservedBits(state.Capabilities);
    private readonly ScalableRootEntry _scalableRootReserved = ScalableRootEntry.ReservedBits(state.Capabilities);
    private readonly LegacyContextEntry _legacyContextReserved = LegacyContextEntry.ReservedBits(state.Capabilities);
    private readonly ScalableContextEntry _scalableContextReserved = ScalableContextEntry.ReservedBits(
        state.Capabilities with { ECAP = WithQuirksOfContexts(state.Capabilities.ECAP, new(state.Quirks)) });
    private readonly PasidDirectoryEntry _directoryReserved = PasidDirectoryEntry.ReservedBits(state.Capabilities);
    private readonly PasidEntry _pasidReserved = PasidEntry.ReservedBits(state.Capabilities);
    private readonly int _domainIdWidth = FeatureRegisters.DomainIdWidthOf(state.Capabilities.CAP);

    /// <summary>PASIDs that one directory entry covers.</summary>
    public const int PasidsPerTable = 64;

    /// <summary>Reads the context entry of a device by way of its root entry.</summary>
    public FaultReason ReadContext(SourceId sourceId, out Context context)
    {
        switch (state.Pointers.Root.TTM)
        {
            case TranslationTableMode.Legacy:
                return ReadLegacyContext(sourceId, out context);
            case TranslationTableMode.Scalable when state.Pointers.IsModeLegal:
                var fault = ReadScalableContext(sourceId, out context);
                return _quirks.LegacyReasonsInScalableMode ? InLegacyMode(fault) : fault;
            default:
                context = default;
                return FaultReason.TranslationTableModeInvalid; // abort mode too has no tables
        }
    }

    /// <summary>The number of PASIDs that the unit tells apart; the width matters only if it takes requests with PASID.</summary>
    [IndependentOfUnitLock]
    public uint PasidWidthLimit { get; } = 1u << (state.Capabilities.ECAP.PASID ? Math.Min(state.Capabilities.ECAP.PSS + 1, 20) : 20);

    /// <summary>The number of PASIDs that a context entry's directory covers, within the width of the unit.</summary>
    [IndependentOfUnitLock]
    public uint PasidLimit(in ScalableContextEntry context)
    {
        const int SmallestDirectoryShift = 13; // 2^(PDTS + 7) directory entries of 2^6 PASIDs
        return Math.Min(1u << ((int)context.PDTS + SmallestDirectoryShift), PasidWidthLimit);
    }

    /// <summary>Whether requests that carry a PASID are translated at all (9.4).</summary>
    [IndependentOfUnitLock]
    public bool TakesPasids(in ScalableContextEntry context) => state.Capabilities.ECAP.PASID && context.PASIDE;

    /// <summary>Whether requests that carry a PASID are let in: if they are translated, or by a quirk.</summary>
    public bool LetsPasidsIn(in ScalableContextEntry context) => TakesPasids(context) || _quirks.PasidRequestsUnchecked;

    /// <summary>The PASID of requests without one.</summary>
    [IndependentOfUnitLock]
    public uint PasidOfUntagged(in ScalableContextEntry context) => UsesRidPasid ? context.RID_PASID : 0;

    [IndependentOfUnitLock]
    private bool UsesRidPasid { get; } = state.Capabilities.ECAP.RPS || new EntryQuirks(state.Quirks).RidPasidAlways;

    /// <summary>Whether requests without PASID are privileged.</summary>
    [IndependentOfUnitLock]
    public bool IsUntaggedPrivileged(in ScalableContextEntry context) => state.Capabilities.ECAP.RPRIVS && context.RID_PRIV;

    /// <summary>Whether a request's PASID is the one that stands for requests without, which none may carry.</summary>
    [IndependentOfUnitLock]
    public bool IsPasidOfUntagged(in ScalableContextEntry context, uint pasid) => state.Capabilities.ECAP.RPS && context.RID_PASID == pasid;

    /// <summary>Reads the PASID entry of a PASID by way of its directory entry.</summary>
    /// <remarks>FPD of the entry is set if it is in either of the two, even if one of them is at fault.</remarks>
    public FaultReason ReadPasidEntry(in ScalableContextEntry context, uint pasid, out PasidEntry entry, bool mustBePresent = true)
    {
        entry = default;
        if (pasid >= PasidLimit(context) && !_quirks.RidPasidAlways && !_quirks.PasidRequestsUnchecked)
            return FaultReason.PasidTooLarge;
        var fault = ReadDirectory(context, pasid / PasidsPerTable, out var directory);
        if (fault == FaultReason.None)
            fault = ReadPasidEntry(directory, pasid % PasidsPerTable, out entry, mustBePresent);
        entry = entry with { FPD = entry.FPD || directory.FPD };
        return fault != FaultReason.None && _quirks.OnePasidReason ? FaultReason.PasidEntryFetch : fault;
    }

    /// <summary>Reads a PASID-directory entry.</summary>
    public FaultReason ReadDirectory(in ScalableContextEntry context, uint index, out PasidDirectoryEntry directory)
    {
        Span<byte> bytes = stackalloc byte[PasidDirectoryEntry.SizeInBytes];
        directory = default;
        return TryReadDirectory(context, index, bytes) ? Decode(bytes, out directory) : FaultReason.PasidDirectoryEntryFetch;
    }

    /// <summary>Reads PASID-directory entries, from one on, as many as there is room for.</summary>
    public bool TryReadDirectory(in ScalableContextEntry context, uint first, Span<byte> bytes) =>
        state.Memory.TryRead(
            new(MemoryPurpose.PasidDirectoryEntry, context.PASIDDIRPTR + first * PasidDirectoryEntry.SizeInBytes, PasidDirectoryEntry.SizeInBytes), bytes);

    /// <summary>A PASID-directory entry that was read.</summary>
    public FaultReason Decode(ReadOnlySpan<byte> bytes, out PasidDirectoryEntry directory)
    {
        directory = PasidDirectoryEntry.Read(bytes);
        if (!directory.P)
            return FaultReason.PasidDirectoryEntryNotPresent;
        if (IsLoose)
            return FaultReason.None;
        return directory.HasAny(_directoryReserved) || IsBeyondHost(directory.SMPTBLPTR) ? FaultReason.PasidDirectoryEntryReserved : FaultReason.None;
    }

    /// <summary>Reads an entry of the PASID table that a directory entry names.</summary>
    public FaultReason ReadPasidEntry(in PasidDirectoryEntry directory, uint index, out PasidEntry entry, bool mustBePresent = true)
    {
        Span<byte> bytes = stackalloc byte[PasidEntry.SizeInBytes];
        entry = default;
        return TryReadTable(directory, index, bytes) ? Decode(bytes, out entry, mustBePresent) : FaultReason.PasidEntryFetch;
    }

    /// <summary>Reads entries of the PASID table that a directory entry names, from one on, as many as there is room for.</summary>
    public bool TryReadTable(in PasidDirectoryEntry directory, uint first, Span<byte> bytes) =>
        state.Memory.TryRead(new(MemoryPurpose.PasidEntry, directory.SMPTBLPTR + first * PasidEntry.SizeInBytes, PasidEntry.SizeInBytes), bytes);

    /// <summary>A PASID entry that was read.</summary>
    public FaultReason Decode(ReadOnlySpan<byte> bytes, out PasidEntry entry, bool mustBePresent = true)
    {
        entry = PasidEntry.Read(bytes);
        if (_quirks.PasidTypesAreSecondStage && entry.PGTT is (PasidTranslationType.FirstStage or PasidTranslationType.Nested))
            entry = entry with { PGTT = PasidTranslationType.SecondStage };
        if (IsLoose && !IsSupported(entry))
            return FaultReason.PasidEntryInvalid;
        if (!entry.P && mustBePresent)
            return FaultReason.PasidEntryNotPresent;
        if (IsLoose)
            return FaultReason.None;
        if (entry.HasAny(_pasidReserved) || IsTooWide(entry.DID) || HasPointerBeyondHost(entry))
            return FaultReason.PasidEntryReserved;
        return IsSupported(entry) ? FaultReason.None : FaultReason.PasidEntryInvalid;
    }

    /// <summary>Takes a PASID entry of an illegal type for one of the only stage that the unit has (<see cref="UnitQuirk.PasidDisableNeedsEntry"/>).</summary>
    /// <returns>Whether the entry is legal then.</returns>
    public bool TryIgnoreType(ref PasidEntry entry)
    {
        entry = entry with { PGTT = state.Capabilities.ECAP.FSTS ? PasidTranslationType.FirstStage : PasidTranslationType.SecondStage };
        return IsSupported(entry);
    }

    private FaultReason ReadLegacyContext(SourceId sourceId, out Context context)
    {
        Span<byte> bytes = stackalloc byte[LegacyContextEntry.SizeInBytes];
        context = default;
        var (bus, function) = Math.DivRem((int)sourceId.Value, FunctionsPerBus);
        if (!TryReadRoot(bus, bytes))
            return FaultReason.RootEntryFetch;
        var root = LegacyRootEntry.Read(bytes);
        if (!root.P)
            return FaultReason.RootEntryNotPresent;
        if (root.HasAny(_legacyRootReserved) || IsBeyondHost(root.CTP))
            return FaultReason.RootEntryReserved;
        if (!TryReadContext(root.CTP, function, bytes))
            return FaultReason.ContextEntryFetch;
        context = new(LegacyContextEntry.Read(bytes));
        if (!context.Legacy.P)
            return FaultReason.ContextEntryNotPresent;
        if (context.Legacy.HasAny(_legacyContextReserved) || IsTooWide(context.Legacy.DID) || HasPointerBeyondHost(context.Legacy))
            return FaultReason.ContextEntryReserved;
        return IsSupported(context.Legacy) ? FaultReason.None : FaultReason.ContextEntryInvalid;
    }

    private FaultReason ReadScalableContext(SourceId sourceId, out Context context)
    {
        Span<byte> bytes = stackalloc byte[ScalableContextEntry.SizeInBytes];
        context = default;
        var (bus, function) = Math.DivRem((int)sourceId.Value, FunctionsPerBus);
        if (!TryReadRoot(bus, bytes[..ScalableRootEntry.SizeInBytes]))
            return FaultReason.ScalableRootEntryFetch;
        var root = ScalableRootEntry.Read(bytes);
        var (half, index) = Math.DivRem(function, FunctionsPerScalableTable);
        if (!(half == 0 ? root.LP : root.UP))
            return FaultReason.ScalableRootEntryNotPresent;
        var table = half == 0 ? root.LCTP : root.UCTP;
        var other = _quirks.RootHalvesTogether ? root.LCTP | root.UCTP : table;
        if (root.HasAny(_scalableRootReserved) || IsBeyondHost(table | other))
            return FaultReason.ScalableRootEntryReserved;
        if (!TryReadContext(table, index, bytes))
            return FaultReason.ScalableContextEntryFetch;
        context = new(ScalableContextEntry.Read(bytes));
        if (!context.Scalable.P)
            return FaultReason.ScalableContextEntryNotPresent;
        if (context.Scalable.HasAny(_scalableContextReserved) || IsBeyondHost(context.Scalable.PASIDDIRPTR))
            return FaultReason.ScalableContextEntryReserved;
        return IsSupported(context.Scalable) ? FaultReason.None : FaultReason.ScalableContextEntryInvalid;
    }

    private static FaultReason InLegacyMode(FaultReason fault) => fault switch
    {
        FaultReason.ScalableRootEntryFetch => FaultReason.RootEntryFetch,
        FaultReason.ScalableRootEntryNotPresent => FaultReason.RootEntryNotPresent,
        FaultReason.ScalableRootEntryReserved => FaultReason.RootEntryReserved,
        FaultReason.ScalableContextEntryFetch => FaultReason.ContextEntryFetch,
        FaultReason.ScalableContextEntryNotPresent => FaultReason.ContextEntryNotPresent,
        FaultReason.ScalableContextEntryReserved => FaultReason.ContextEntryReserved,
        _ => fault,
    };

    // Root entries of both modes have the same size.
    private bool TryReadRoot(int bus, Span<byte> bytes) =>
        state.Memory.TryRead(new(MemoryPurpose.RootEntry, state.Pointers.Root.RTA + (ulong)bus * LegacyRootEntry.SizeInBytes, bytes.Length), bytes);

    private bool TryReadContext(ulong table, int index, Span<byte> bytes) =>
        state.Memory.TryRead(new(MemoryPurpose.ContextEntry, table + (ulong)index * (ulong)bytes.Length, bytes.Length), bytes);

    private static Ecap WithQuirksOfContexts(Ecap ecap, EntryQuirks quirks)
    {
        if (quirks.RidPasidAlways || quirks.RidPasidIgnored)
            ecap = ecap with { RPS = true };
        return quirks.ContextPermissionsAlways ? ecap with { PASID = true, DT = true, PRS = true } : ecap;
    }

    /// <summary>Bits of a domain id that the unit does not have are reserved (9.3, 9.6).</summary>
    private bool IsTooWide(ushort domain) => domain >> _domainIdWidth != 0;

    /// <summary>Address bits that the host does not have are reserved (HAW).</summary>
    private bool IsBeyondHost(ulong address) => address >> state.HostAddressWidth != 0;

    // A pointer that the translation type has no use for is ignored, and FSPTPTR of a nested entry is an address of the guest.
    private bool HasPointerBeyondHost(in LegacyContextEntry entry) =>
        (entry.TT != TranslationType.PassThrough || _quirks.PassThroughNeedsTable) && IsBeyondHost(entry.SSPTPTR);

    private bool HasPointerBeyondHost(in PasidEntry entry) => entry.PGTT switch
    {
        PasidTranslationType.FirstStage => IsBeyondHost(entry.FSPTPTR),
        PasidTranslationType.SecondStage or PasidTranslationType.Nested => IsBeyondHost(entry.SSPTPTR),
        _ => false,
    };

    private bool IsLoose => _quirks.LoosePasidTables;

    private bool IsSupported(in ScalableContextEntry entry) => _quirks.RidPasidAlways || PasidOfUntagged(entry) < PasidLimit(entry);

    private bool IsSupported(in LegacyContextEntry entry) => entry.TT switch
    {
        TranslationType.UntranslatedOnly => IsSupported(entry.AW),
        TranslationType.WithDeviceTlb => state.Capabilities.ECAP.DT && IsSupported(entry.AW),
        TranslationType.PassThrough => state.Capabilities.ECAP.PT && (!_quirks.PassThroughNeedsTable || IsSupported(entry.AW)),
        _ => false,
    };

    private bool IsSupported(in PasidEntry entry) => entry.PGTT switch
    {
        PasidTranslationType.FirstStage => state.Capabilities.ECAP.FSTS && IsSupported(entry.FSPM),
        PasidTranslationType.SecondStage => state.Capabilities.ECAP.SSTS && IsSupported(entry.AW),
        PasidTranslationType.Nested => state.Capabilities.ECAP.NEST && IsSupported(entry.FSPM) && IsSupported(entry.AW),
        PasidTranslationType.PassThrough => state.Capabilities.ECAP.PT && (!_quirks.PassThroughNeedsPasidWidth || IsSupported(entry.AW)),
        _ => false,
    };

    private bool IsSupported(FirstStagePagingMode mode) =>
        mode == FirstStagePagingMode.Level4 || (mode == FirstStagePagingMode.Level5 && state.Capabilities.CAP.FS5LP);

    private bool IsSupported(SecondStageWidth width) => width switch
    {
        SecondStageWidth.Bits39 => state.Capabilities.CAP.SAGAW.HasFlag(SecondStageWidths.Bits39),
        SecondStageWidth.Bits48 => state.Capabilities.CAP.SAGAW.HasFlag(SecondStageWidths.Bits48),
        SecondStageWidth.Bits57 => state.Capabilities.CAP.SAGAW.HasFlag(SecondStageWidths.Bits57),
        _ => false,
    };
}
