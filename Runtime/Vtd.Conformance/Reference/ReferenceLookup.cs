using Vtd.Architecture;
using Vtd.Runtime;

namespace Vtd.Conformance.Reference;

/// <summary>Context and PASID entries by the letter of the architecture (9.1 to 9.6): as memory has them, or as they may still be cached.</summary>
internal sealed class ReferenceLookup(MemoryReader read, VtdCapabilities capabilities, int hostAddressWidth)
{
    private const int FunctionsPerBus = 256;
    private const int FunctionsPerScalableTable = 128;
    private const int PasidsPerTable = 64;
    private const int FewestPasidBits = 13;
    private const int MostPasidBits = 20;
    private const int FewestDomainBits = 4;
    private const int MostDomainBits = 16;

    /// <summary>Context entries that may be cached, by device.</summary>
    public Seen<SourceId, ReferenceContext> Contexts { get; } = new();

    /// <summary>PASID entries that may be cached, by device and PASID.</summary>
    public Seen<(SourceId SourceId, uint Pasid), PasidEntry> PasidEntries { get; } = new();

    /// <summary>The entries of a requester: those in memory first, then those that may be cached.</summary>
    /// <param name="requester">The requester.</param>
    /// <param name="root">The root table in use.</param>
    public IEnumerable<ReferenceEntries> Find(ReferenceRequester requester, Rtaddr root)
    {
        if (!IsLegal(root.TTM))
            return [new(FaultReason.TranslationTableModeInvalid, false, default, default, 0, false)];
        if (root.TTM == TranslationTableMode.AbortDma)
            return [new(FaultReason.RequestInAbortMode, false, default, default, 0, false)];
        var isScalable = root.TTM == TranslationTableMode.Scalable;
        return !isScalable && requester.Pasid is not null
            ? [new(FaultReason.PasidInLegacyMode, false, default, default, 0, false)]
            : FindIn(requester, root, isScalable);
    }

    /// <summary>Whether the unit has a mode of tables (11.4.5).</summary>
    public bool IsLegal(TranslationTableMode mode) => mode switch
    {
        TranslationTableMode.Legacy => true,
        TranslationTableMode.Scalable => capabilities.ECAP.SMTS,
        TranslationTableMode.AbortDma => capabilities.ECAP.ADMS,
        _ => false,
    };

    private IEnumerable<ReferenceEntries> FindIn(ReferenceRequester requester, Rtaddr root, bool isScalable)
    {
        var cached = Contexts.Of(requester.SourceId).Where(context => context.IsScalable == isScalable).ToList();
        var fault = ReadContext(requester.SourceId, root, out var fresh);
        if (fault != FaultReason.None)
            yield return new(fault, fresh.FPD, fresh, default, 0, false);
        else
            Contexts.Add(requester.SourceId, fresh);
        foreach (var context in fault == FaultReason.None ? cached.Prepend(fresh) : cached)
        {
            foreach (var entries in isScalable ? FindEntries(requester, context) : [Of(requester, context)])
                yield return entries;
        }
    }

    private static ReferenceEntries Of(in ReferenceRequester requester, in ReferenceContext context)
    {
        var isForbidden = requester.AddressType != AddressType.Untranslated && context.Legacy.TT != TranslationType.WithDeviceTlb;
        return new(isForbidden ? FaultReason.RequestTypeBlocked : FaultReason.None, context.FPD, context, default, 0, IsSupervisor: false);
    }

    private IEnumerable<ReferenceEntries> FindEntries(ReferenceRequester requester, ReferenceContext context)
    {
        var pasid = requester.Pasid ?? PasidOfUntagged(context.Scalable);
        var isSupervisor = requester.Pasid is null ? capabilities.ECAP.RPRIVS && context.Scalable.RID_PRIV : requester.IsPrivileged;
        var fault = Check(requester, context.Scalable, pasid);
        if (fault != FaultReason.None)
        {
            yield return new(fault, context.FPD, context, default, pasid, isSupervisor);
            yield break;
        }

        var cached = PasidEntries.Of((requester.SourceId, pasid)).ToList();
        fault = ReadPasidEntry(context.Scalable, pasid, out var fresh);
        if (fault != FaultReason.None)
            yield return new(fault, context.FPD || fresh.FPD, context, fresh, pasid, isSupervisor);
        else
            PasidEntries.Add((requester.SourceId, pasid), fresh);
        foreach (var entry in fault == FaultReason.None ? cached.Prepend(fresh) : cached)
        {
            var reason = isSupervisor && !entry.SRE ? FaultReason.SupervisorRequestBlocked
                : requester.IsExecute && !entry.ERE ? FaultReason.ExecuteRequestBlocked
                : FaultReason.None;
            yield return new(reason, context.FPD || entry.FPD, context, entry, pasid, isSupervisor);
        }
    }

    /// <summary>Reads the context entry of a device.</summary>
    public FaultReason ReadContext(SourceId sourceId, Rtaddr root, out ReferenceContext context) =>
        root.TTM == TranslationTableMode.Scalable ? ReadScalable(sourceId, root, out context) : ReadLegacy(sourceId, root, out context);

    private FaultReason ReadLegacy(SourceId sourceId, Rtaddr root, out ReferenceContext context)
    {
        Span<byte> bytes = stackalloc byte[LegacyRootEntry.SizeInBytes];
        context = default;
        var (bus, function) = Math.DivRem((int)sourceId.Value, FunctionsPerBus);
        if (!read(root.RTA + (ulong)(bus * LegacyRootEntry.SizeInBytes), bytes))
            return FaultReason.RootEntryFetch;
        var table = LegacyRootEntry.Read(bytes);
        if (!table.P)
            return FaultReason.RootEntryNotPresent;
        if (table.HasAny(LegacyRootEntry.ReservedBits(capabilities)) || IsBeyondHost(table.CTP))
            return FaultReason.RootEntryReserved;
        if (!read(table.CTP + (ulong)(function * LegacyContextEntry.SizeInBytes), bytes))
            return FaultReason.ContextEntryFetch;
        var entry = LegacyContextEntry.Read(bytes);
        context = new(IsScalable: false, entry, default);
        if (!entry.P)
            return FaultReason.ContextEntryNotPresent;
        var needsTable = entry.TT != TranslationType.PassThrough;
        if (entry.HasAny(LegacyContextEntry.ReservedBits(capabilities)) || IsTooWide(entry.DID) || (needsTable && IsBeyondHost(entry.SSPTPTR)))
            return FaultReason.ContextEntryReserved;
        var isLegal = entry.TT switch
        {
            TranslationType.UntranslatedOnly => IsLegal(entry.AW),
            TranslationType.WithDeviceTlb => capabilities.ECAP.DT && IsLegal(entry.AW),
            TranslationType.PassThrough => capabilities.ECAP.PT,
            _ => false,
        };
        return isLegal ? FaultReason.None : FaultReason.ContextEntryInvalid;
    }

    private FaultReason ReadScalable(SourceId sourceId, Rtaddr root, out ReferenceContext context)
    {
        Span<byte> bytes = stackalloc byte[ScalableContextEntry.SizeInBytes];
        context = new(IsScalable: true, default, default);
        var (bus, function) = Math.DivRem((int)sourceId.Value, FunctionsPerBus);
        if (!read(root.RTA + (ulong)(bus * ScalableRootEntry.SizeInBytes), bytes[..ScalableRootEntry.SizeInBytes]))
            return FaultReason.ScalableRootEntryFetch;
        var tables = ScalableRootEntry.Read(bytes);
        var isUpper = function >= FunctionsPerScalableTable;
        var table = isUpper ? tables.UCTP : tables.LCTP;
        if (!(isUpper ? tables.UP : tables.LP))
            return FaultReason.ScalableRootEntryNotPresent;
        if (tables.HasAny(ScalableRootEntry.ReservedBits(capabilities)) || IsBeyondHost(table))
            return FaultReason.ScalableRootEntryReserved;
        if (!read(table + (ulong)(function % FunctionsPerScalableTable * ScalableContextEntry.SizeInBytes), bytes))
            return FaultReason.ScalableContextEntryFetch;
        var entry = ScalableContextEntry.Read(bytes);
        context = new(IsScalable: true, default, entry);
        if (!entry.P)
            return FaultReason.ScalableContextEntryNotPresent;
        if (entry.HasAny(ScalableContextEntry.ReservedBits(capabilities)) || IsBeyondHost(entry.PASIDDIRPTR))
            return FaultReason.ScalableContextEntryReserved;
        return PasidOfUntagged(entry) < DirectoryLimit(entry) ? FaultReason.None : FaultReason.ScalableContextEntryInvalid;
    }

    /// <summary>The PASID of requests without one: RID_PASID, or 0 without ECAP.RPS (9.4).</summary>
    public uint PasidOfUntagged(in ScalableContextEntry entry) => capabilities.ECAP.RPS ? entry.RID_PASID : 0;

    private FaultReason Check(in ReferenceRequester requester, in ScalableContextEntry entry, uint pasid)
    {
        if (requester.AddressType != AddressType.Untranslated && !entry.DTE)
            return FaultReason.DeviceTlbRequestBlocked;
        if (requester.Pasid is null)
            return FaultReason.None;
        if (!capabilities.ECAP.PASID || !entry.PASIDE)
            return FaultReason.PasidRequestBlocked;
        if (pasid >= UnitLimit)
            return FaultReason.PasidBeyondWidth;
        if (capabilities.ECAP.RPS && pasid == entry.RID_PASID)
            return FaultReason.RidPasidInvalid;
        return pasid < DirectoryLimit(entry) ? FaultReason.None : FaultReason.PasidTooLarge;
    }

    /// <summary>Reads the PASID entry of a PASID; its FPD counts together with that of the directory entry.</summary>
    public FaultReason ReadPasidEntry(in ScalableContextEntry context, uint pasid, out PasidEntry entry)
    {
        Span<byte> bytes = stackalloc byte[PasidEntry.SizeInBytes];
        entry = default;
        if (!read(context.PASIDDIRPTR + pasid / PasidsPerTable * PasidDirectoryEntry.SizeInBytes, bytes[..PasidDirectoryEntry.SizeInBytes]))
            return FaultReason.PasidDirectoryEntryFetch;
        var directory = PasidDirectoryEntry.Read(bytes);
        entry = entry with { FPD = directory.FPD };
        if (!directory.P)
            return FaultReason.PasidDirectoryEntryNotPresent;
        if (directory.HasAny(PasidDirectoryEntry.ReservedBits(capabilities)) || IsBeyondHost(directory.SMPTBLPTR))
            return FaultReason.PasidDirectoryEntryReserved;
        if (!read(directory.SMPTBLPTR + pasid % PasidsPerTable * PasidEntry.SizeInBytes, bytes))
            return FaultReason.PasidEntryFetch;
        var raw = PasidEntry.Read(bytes);
        entry = raw with { FPD = raw.FPD || directory.FPD };
        if (!raw.P)
            return FaultReason.PasidEntryNotPresent;
        var isBeyond = raw.PGTT switch
        {
            PasidTranslationType.FirstStage => IsBeyondHost(raw.FSPTPTR),
            PasidTranslationType.SecondStage or PasidTranslationType.Nested => IsBeyondHost(raw.SSPTPTR),
            _ => false,
        };
        if (raw.HasAny(PasidEntry.ReservedBits(capabilities)) || IsTooWide(raw.DID) || isBeyond)
            return FaultReason.PasidEntryReserved;
        var isLegal = raw.PGTT switch
        {
            PasidTranslationType.FirstStage => capabilities.ECAP.FSTS && IsLegal(raw.FSPM),
            PasidTranslationType.SecondStage => capabilities.ECAP.SSTS && IsLegal(raw.AW),
            PasidTranslationType.Nested => capabilities.ECAP.NEST && IsLegal(raw.FSPM) && IsLegal(raw.AW),
            PasidTranslationType.PassThrough => capabilities.ECAP.PT,
            _ => false,
        };
        return isLegal ? FaultReason.None : FaultReason.PasidEntryInvalid;
    }

    private uint UnitLimit => 1u << (capabilities.ECAP.PASID ? Math.Min(capabilities.ECAP.PSS + 1, MostPasidBits) : MostPasidBits);

    private uint DirectoryLimit(in ScalableContextEntry entry) => Math.Min(1u << (FewestPasidBits + (int)entry.PDTS), UnitLimit);

    private bool IsLegal(FirstStagePagingMode mode) =>
        mode == FirstStagePagingMode.Level4 || (mode == FirstStagePagingMode.Level5 && capabilities.CAP.FS5LP);

    private bool IsLegal(SecondStageWidth width) => width switch
    {
        SecondStageWidth.Bits39 => capabilities.CAP.SAGAW.HasFlag(SecondStageWidths.Bits39),
        SecondStageWidth.Bits48 => capabilities.CAP.SAGAW.HasFlag(SecondStageWidths.Bits48),
        SecondStageWidth.Bits57 => capabilities.CAP.SAGAW.HasFlag(SecondStageWidths.Bits57),
        _ => false,
    };

    private bool IsBeyondHost(ulong address) => address >> hostAddressWidth != 0;

    private bool IsTooWide(ushort domain) => domain >> Math.Min(FewestDomainBits + 2 * (int)capabilities.CAP.ND, MostDomainBits) != 0;
}
