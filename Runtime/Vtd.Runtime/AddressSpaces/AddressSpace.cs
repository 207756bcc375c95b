using Vtd.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime.AddressSpaces;

/// <summary>The address space of a device, or of one PASID of it.</summary>
/// <param name="SourceId">The device.</param>
/// <param name="Pasid">The PASID of the requests; null for those without.</param>
internal readonly record struct AddressSpace(SourceId SourceId, uint? Pasid);

/// <summary>The entries of an address space in guest memory.</summary>
/// <param name="IsTranslated">Remapping is on, and entries do not pass requests through.</param>
/// <param name="Entries">The entries, if requests are let in.</param>
/// <param name="Owner">The owner of the pages; null if requests are blocked.</param>
internal readonly record struct AddressSpaceEntries(bool IsTranslated, RequesterEntries Entries, Owner? Owner)
{
    /// <summary>Whether the pages are those of a first stage, alone or above a second one.</summary>
    public bool HasFirstStage => Owner?.HasFirstStage == true;
}

/// <summary>Reads what the tables in guest memory say of address spaces. Caches nothing and reports no fault.</summary>
[GuardedByUnitLock]
internal sealed class AddressSpaceTables(UnitState state, EntryReader entries, TablesWalk tables, UnitCaches caches)
{
    /// <summary>Reads the entries of an address space.</summary>
    public AddressSpaceEntries Read(in AddressSpace space)
    {
        var isOn = state.Registers.GSTS.TES;
        if (!state.Registers.GSTS.RTPS || entries.Walk.ReadContext(space.SourceId, out var context) != FaultReason.None)
            return new(isOn, default, null);
        return context.IsScalable ? ReadPasid(space, context, isOn) : OfLegacy(space, context, isOn);
    }

    /// <summary>The owner that requests of an address space have by the cached entries, if these lead to one.</summary>
    public Owner? CachedOwner(in AddressSpace space)
    {
        if (!state.Registers.GSTS.RTPS)
            return null;
        if (entries.FindContext(space.SourceId, isScalable: null, out var context, out _) != FaultReason.None)
            return null;
        if (!context.IsScalable)
            return space.Pasid is null ? OwnerOf(context.Legacy) : null;
        var pasid = space.Pasid ?? entries.Walk.PasidOfUntagged(context.Scalable);
        return caches.Pasids.TryGet(space.SourceId, pasid, out var entry) ? OwnerOf(entry, pasid) : null;
    }

    /// <summary>Says what second-stage tables make of an address, and changes nothing in them.</summary>
    /// <inheritdoc cref="TablesWalk.Probe"/>
    public bool Probe(in RequesterEntries found, ulong address, out PageTranslation page, out ulong last) =>
        tables.Probe(found, address, out page, out last);

    private static AddressSpaceEntries OfLegacy(in AddressSpace space, in Context context, bool isOn)
    {
        if (space.Pasid is not null)
            return new(isOn, default, null);
        var entry = context.Legacy;
        return new(isOn && entry.TT != TranslationType.PassThrough, new(context, default, 0), OwnerOf(entry));
    }

    private AddressSpaceEntries ReadPasid(in AddressSpace space, in Context context, bool isOn)
    {
        var blocked = new AddressSpaceEntries(isOn, default, null);
        var scalable = context.Scalable;
        if (space.Pasid is { } carried && (!entries.Walk.TakesPasids(scalable) || entries.Walk.IsPasidOfUntagged(scalable, carried)))
            return blocked;
        var pasid = space.Pasid ?? entries.Walk.PasidOfUntagged(scalable);
        if (entries.Walk.ReadPasidEntry(scalable, pasid, out var entry) != FaultReason.None)
            return blocked;
        if (space.Pasid is null && entries.Walk.IsUntaggedPrivileged(scalable) && !entry.SRE)
            return blocked;
        return new(isOn && entry.PGTT != PasidTranslationType.PassThrough, new(context, entry, pasid), OwnerOf(entry, pasid));
    }

    private static Owner OwnerOf(in LegacyContextEntry entry) => new(entry.DID, 0, HasFirstStage: false);

    private static Owner OwnerOf(in PasidEntry entry, uint pasid) =>
        new(entry.DID, pasid, entry.PGTT is PasidTranslationType.FirstStage or PasidTranslationType.Nested);
}
