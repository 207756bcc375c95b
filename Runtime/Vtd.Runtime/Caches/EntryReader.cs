using Vtd.Architecture;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Caches;

/// <summary>Finds context and PASID entries in their caches or else in guest memory. Caches nothing itself.</summary>
[GuardedByUnitLock]
internal sealed class EntryReader(StructureWalk walk, UnitCaches caches)
{
    /// <summary>Reads entries from guest memory alone, and knows what their fields mean for this unit.</summary>
    [IndependentOfUnitLock]
    public StructureWalk Walk => walk;

    /// <summary>Finds the context entry of a device.</summary>
    /// <param name="sourceId">The device.</param>
    /// <param name="isScalable">The mode that a cached entry must be of; null for any.</param>
    /// <param name="context">The entry.</param>
    /// <param name="isCached">Whether the entry was in the cache.</param>
    public FaultReason FindContext(SourceId sourceId, bool? isScalable, out Context context, out bool isCached)
    {
        isCached = caches.Contexts.TryGet(sourceId, out context) && (isScalable is null || context.IsScalable == isScalable);
        return isCached ? FaultReason.None : walk.ReadContext(sourceId, out context);
    }

    /// <summary>Finds the entry of a PASID.</summary>
    /// <param name="sourceId">The device.</param>
    /// <param name="context">Context entry of the device.</param>
    /// <param name="pasid">The PASID.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="isCached">Whether the entry was in the cache.</param>
    /// <param name="mustBePresent">Whether an entry in memory that is not present is a fault.</param>
    public FaultReason FindPasidEntry(
        SourceId sourceId,
        in ScalableContextEntry context,
        uint pasid,
        out PasidEntry entry,
        out bool isCached,
        bool mustBePresent = true)
    {
        isCached = caches.Pasids.TryGet(sourceId, pasid, out entry);
        return isCached ? FaultReason.None : walk.ReadPasidEntry(context, pasid, out entry, mustBePresent);
    }
}
