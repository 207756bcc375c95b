using Vtd.Runtime.Architecture;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Diagnostics;
using Vtd.Runtime.HostDevices;

namespace Vtd.Runtime.Translation;

/// <summary>Finds context and PASID entries in their caches or in memory, and says whether they let a requester in.</summary>
internal sealed class RequesterLookup(StructureWalk walk, UnitCaches caches, HostDeviceSet hostDevices, UnitTallies tallies, UnitQuirks quirks)
{
    /// <summary>The entries of a requester, if all are cached and let it in. Needs no lock.</summary>
    public bool TryGet(in Requester requester, bool isScalable, out RequesterEntries entries)
    {
        entries = default;
        if (!caches.Contexts.TryGet(requester.SourceId, out var context) || context.IsScalable != isScalable)
            return false;
        if (Check(requester, context, out var pasid) != FaultReason.None)
            return false;
        PasidEntry entry = default;
        if (isScalable && (!caches.Pasids.TryGet(requester.SourceId, pasid, out entry) || Check(requester, context, entry) != FaultReason.None))
            return false;
        entries = new(context, entry, pasid);
        return true;
    }

    /// <summary>The entries of a requester, read and cached as far as they are not.</summary>
    /// <param name="requester">Who asks.</param>
    /// <param name="isScalable">The mode.</param>
    /// <param name="entries">Its entries.</param>
    /// <param name="isProcessingDisabled">FPD of all the entries met.</param>
    [RequiresUnitLock]
    public FaultReason FindLocked(in Requester requester, bool isScalable, out RequesterEntries entries, out bool isProcessingDisabled)
    {
        var fault = FindContextLocked(requester, isScalable, out var context, out var pasid, out isProcessingDisabled);
        entries = new(context, default, pasid);
        if (fault != FaultReason.None || !isScalable)
            return fault;

        var isCached = caches.Pasids.TryGet(requester.SourceId, pasid, out var entry);
        tallies.LookedUpLocked(CacheKind.Pasid, isCached);
        if (!isCached)
        {
            fault = walk.ReadPasidEntryLocked(context.Scalable, pasid, out entry, mustBePresent: !ChecksPresenceAtContext);
            if (fault == FaultReason.None && !quirks.HasFlag(UnitQuirks.PasidEntriesUncached))
            {
                caches.Pasids.InsertLocked(requester.SourceId, pasid, entry);
                hostDevices.NoticeLocked(requester.SourceId, context.Scalable, pasid, entry);
            }
        }
        isProcessingDisabled |= IsProcessingDisabled(entry, fault);
        entries = new(context, entry, pasid);
        return fault != FaultReason.None ? fault : Check(requester, context, entry);
    }

    /// <summary>The context entry of a requester, read and cached if it is not, and the PASID that it leads to.</summary>
    [RequiresUnitLock]
    public FaultReason FindContextLocked(
        in Requester requester,
        bool isScalable,
        out Context context,
        out uint pasid,
        out bool isProcessingDisabled)
    {
        context = default;
        pasid = 0;
        isProcessingDisabled = false;
        if (requester.Pasid is not null && !isScalable)
            return FaultReason.PasidInLegacyMode;

        var fault = FaultReason.None;
        var isCached = caches.Contexts.TryGet(requester.SourceId, out context) && context.IsScalable == isScalable;
        tallies.LookedUpLocked(CacheKind.Context, isCached);
        if (!isCached)
        {
            fault = walk.ReadContextLocked(requester.SourceId, out context);
            if (fault == FaultReason.None && isScalable && ChecksPresenceAtContext)
            {
                fault = walk.ReadPasidEntryLocked(context.Scalable, walk.PasidOfUntagged(context.Scalable), out var entry);
                isProcessingDisabled = fault != FaultReason.None && IsProcessingDisabled(entry, fault);
            }
            if (fault == FaultReason.None)
                caches.Contexts.InsertLocked(requester.SourceId, context);
        }
        isProcessingDisabled |= context.IsScalable ? context.Scalable.FPD : context.Legacy.FPD;
        return fault == FaultReason.None ? Check(requester, context, out pasid) : fault;
    }

    private bool IsProcessingDisabled(in PasidEntry entry, FaultReason fault) =>
        entry.FPD && (fault == FaultReason.None || !quirks.HasFlag(UnitQuirks.PasidDisableNeedsEntry));

    private bool ChecksPresenceAtContext => quirks.HasFlag(UnitQuirks.PasidPresenceAtContext);

    /// <summary>Whether requests run with privilege: those without PASID as the context entry says.</summary>
    public bool IsSupervisor(in Requester requester, in Context context) =>
        requester.Pasid is null ? context.IsScalable && walk.IsUntaggedPrivileged(context.Scalable) : requester.IsPrivileged;

    /// <summary>Whether a context entry lets a requester in, and to which PASID it leads.</summary>
    private FaultReason Check(in Requester requester, in Context context, out uint pasid)
    {
        pasid = 0;
        var usesDeviceTlb = requester.AddressType != AddressType.Untranslated;
        if (!context.IsScalable)
        {
            if (requester.Pasid is not null)
                return FaultReason.PasidInLegacyMode;
            return usesDeviceTlb && context.Legacy.TT != TranslationType.WithDeviceTlb ? FaultReason.RequestTypeBlocked : FaultReason.None;
        }

        var entry = context.Scalable;
        pasid = requester.Pasid ?? walk.PasidOfUntagged(entry);
        if (usesDeviceTlb && !entry.DTE)
            return FaultReason.DeviceTlbRequestBlocked;
        if (requester.Pasid is null)
            return FaultReason.None;
        if (!walk.TakesPasids(entry))
            return FaultReason.PasidRequestBlocked;
        if (pasid >= walk.PasidWidthLimit)
            return FaultReason.PasidBeyondWidth;
        if (walk.IsPasidOfUntagged(entry, pasid))
            return FaultReason.RidPasidInvalid;
        return pasid < walk.PasidLimit(entry) ? FaultReason.None : FaultReason.PasidTooLarge;
    }

    private FaultReason Check(in Requester requester, in Context context, in PasidEntry entry)
    {
        if (!entry.SRE && IsSupervisor(requester, context))
            return FaultReason.SupervisorRequestBlocked;
        return requester.IsExecute && !entry.ERE ? FaultReason.ExecuteRequestBlocked : FaultReason.None;
    }
}
