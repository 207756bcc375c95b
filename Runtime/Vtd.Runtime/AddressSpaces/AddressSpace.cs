using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime.AddressSpaces;

/// <summary>The address space of a device, or of one PASID of it.</summary>
/// <param name="SourceId">The device: bus in bits 15:8, device and function below.</param>
/// <param name="Pasid">The PASID of the requests; null for those without.</param>
internal readonly record struct AddressSpace(ushort SourceId, uint? Pasid);

/// <summary>What the tables in guest memory say of an address space.</summary>
/// <param name="IsTranslated">Remapping is on, and entries do not pass requests through.</param>
/// <param name="Entries">The entries, if requests are let in.</param>
/// <param name="Owner">The owner of the pages; null if requests are blocked.</param>
internal readonly record struct AddressSpaceEntries(bool IsTranslated, RequesterEntries Entries, Owner? Owner)
{
    /// <summary>Whether the pages are those of a first stage, alone or above a second one.</summary>
    public bool HasFirstStage => Owner?.HasFirstStage == true;
}

/// <summary>Reads what the tables in guest memory say of address spaces. Caches nothing and reports no fault.</summary>
internal sealed class AddressSpaceTables(VtdRegisterFile registers, StructureWalk walk, TablesWalk tables, UnitCaches caches)
{
    /// <summary>Reads the entries of an address space.</summary>
    [RequiresUnitLock]
    public AddressSpaceEntries ReadLocked(in AddressSpace space)
    {
        var isOn = registers.GSTS.TES;
        if (!registers.GSTS.RTPS || walk.ReadContextLocked(space.SourceId, out var context) != FaultReason.None)
            return new(isOn, default, null);
        return context.IsScalable ? ReadPasidLocked(space, context, isOn) : OfLegacy(space, context, isOn);
    }

    /// <summary>The owner that requests of an address space have by the cached entries, if these lead to one.</summary>
    [RequiresUnitLock]
    public Owner? CachedOwnerLocked(in AddressSpace space)
    {
        if (!registers.GSTS.RTPS)
            return null;
        if (!caches.Contexts.TryGet(space.SourceId, out var context) && walk.ReadContextLocked(space.SourceId, out context) != FaultReason.None)
            return null;
        if (!context.IsScalable)
            return space.Pasid is null ? OwnerOf(context.Legacy) : null;
        var pasid = space.Pasid ?? walk.PasidOfUntagged(context.Scalable);
        return caches.Pasids.TryGet(space.SourceId, pasid, out var entry) ? OwnerOf(entry, pasid) : null;
    }

    /// <summary>Says what second-stage tables make of an address, and changes nothing in them.</summary>
    /// <inheritdoc cref="TablesWalk.ProbeLocked"/>
    [RequiresUnitLock]
    public bool ProbeLocked(in RequesterEntries entries, ulong address, out PageTranslation page, out ulong last) =>
        tables.ProbeLocked(entries, address, out page, out last);

    private static AddressSpaceEntries OfLegacy(in AddressSpace space, in Context context, bool isOn)
    {
        if (space.Pasid is not null)
            return new(isOn, default, null);
        var entry = context.Legacy;
        return new(isOn && entry.TT != TranslationType.PassThrough, new(context, default, 0), OwnerOf(entry));
    }

    [RequiresUnitLock]
    private AddressSpaceEntries ReadPasidLocked(in AddressSpace space, in Context context, bool isOn)
    {
        var blocked = new AddressSpaceEntries(isOn, default, null);
        var scalable = context.Scalable;
        if (space.Pasid is { } carried && (!walk.TakesPasids(scalable) || walk.IsPasidOfUntagged(scalable, carried)))
            return blocked;
        var pasid = space.Pasid ?? walk.PasidOfUntagged(scalable);
        if (walk.ReadPasidEntryLocked(scalable, pasid, out var entry) != FaultReason.None)
            return blocked;
        if (space.Pasid is null && walk.IsUntaggedPrivileged(scalable) && !entry.SRE)
            return blocked;
        return new(isOn && entry.PGTT != PasidTranslationType.PassThrough, new(context, entry, pasid), OwnerOf(entry, pasid));
    }

    private static Owner OwnerOf(in LegacyContextEntry entry) => new(entry.DID, 0, HasFirstStage: false);

    private static Owner OwnerOf(in PasidEntry entry, uint pasid) =>
        new(entry.DID, pasid, entry.PGTT is PasidTranslationType.FirstStage or PasidTranslationType.Nested);
}
