using Vtd.Architecture;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.HostDevices;

/// <summary>Says where requests of a host device may go, by the registers and the guest's tables.</summary>
/// <remarks>
/// Without translation, and in legacy mode, requests without PASID go through the default table. In scalable mode their PASID entry decides, and
/// without a valid one they are blocked: what the guest took away must not become all of its memory. The host has no second
/// stage for the guest's use, so entries that ask for one, nested ones included, are refused and their requests blocked. A request with PASID goes
/// nowhere but in scalable mode.
/// </remarks>
[GuardedByUnitLock]
internal sealed class HostRules(UnitState state, StructureWalk walk)
{
    /// <summary>Reads what decides about a device, but for its PASID entries.</summary>
    public HostView View(HostDevice device)
    {
        if (!state.Registers.GSTS.TES || state.Pointers.Root.TTM == TranslationTableMode.Legacy)
            return new(HostAccess.DefaultTable);
        if (!state.Pointers.IsScalable || walk.ReadContext(device.SourceId, out var context) != FaultReason.None)
            return new(HostAccess.Blocked);
        return new(HostAccess.Blocked, context.Scalable);
    }

    /// <summary>The PASID whose entry decides about requests without PASID.</summary>
    public uint PasidOfUntagged(in ScalableContextEntry context) => walk.PasidOfUntagged(context);

    /// <summary>The PASID that requests carry about which the entry of a PASID decides; null for those without.</summary>
    public uint? TagOf(in ScalableContextEntry context, uint pasid) => pasid == walk.PasidOfUntagged(context) ? null : pasid;

    /// <summary>The number of PASIDs of a device that can have requests of their own.</summary>
    public uint PasidLimitOf(HostDevice device) => Math.Min(GuestPasidLimitOf(device), device.Limits.PasidCount);

    /// <summary>Reads where requests may go.</summary>
    /// <param name="device">The device.</param>
    /// <param name="tag">The PASID that they carry; null for those without.</param>
    /// <param name="refusal">The refusal, if the guest asks for something that the host cannot do.</param>
    public HostPlan Read(HostDevice device, uint? tag, out HostRefusal? refusal)
    {
        refusal = null;
        if (device.View is not { Context: { } context } view)
            return new(tag is null ? device.View.GetValueOrDefault().Access : HostAccess.Blocked);
        var pasid = tag ?? walk.PasidOfUntagged(context);
        if (tag is not null && (pasid >= GuestPasidLimitOf(device) || TagOf(context, pasid) is null))
            return new(HostAccess.Blocked);
        return walk.ReadPasidEntry(context, pasid, out var entry) == FaultReason.None
            ? PlanOf(device, context, tag, pasid, entry, out refusal)
            : new(HostAccess.Blocked);
    }

    /// <summary>Gets the plan of requests by a valid PASID entry.</summary>
    public HostPlan PlanOf(HostDevice device, in ScalableContextEntry context, uint? tag, uint pasid, in PasidEntry entry, out HostRefusal? refusal)
    {
        refusal = null;
        if (tag is null && walk.IsUntaggedPrivileged(context) && !entry.SRE)
            return new(HostAccess.Blocked, entry.DID, pasid);
        refusal = RefusalOf(device.Limits, tag, entry);
        if (refusal is not null)
            return new(HostAccess.Blocked, entry.DID, pasid);
        return entry.PGTT == PasidTranslationType.PassThrough
            ? new(HostAccess.DefaultTable, entry.DID, pasid)
            : new(HostAccess.FirstStage, entry.DID, pasid, TableOf(context, entry));
    }

    private uint GuestPasidLimitOf(HostDevice device) =>
        device.View?.Context is { } context && walk.TakesPasids(context) ? walk.PasidLimit(context) : 0;

    private HostRefusal? RefusalOf(HostDeviceLimits limits, uint? tag, in PasidEntry entry)
    {
        if (tag >= limits.PasidCount || (tag is not null && limits.PasidWidth == 0))
            return HostRefusal.PasidWidth;
        if (entry.PGTT == PasidTranslationType.PassThrough)
            return null;
        if (entry.PGTT != PasidTranslationType.FirstStage)
            return HostRefusal.SecondStage;
        if (!limits.Nesting)
            return HostRefusal.FirstStage;
        if (state.Registers.CAP.FS1GP && !limits.FirstStageGigabytePages)
            return HostRefusal.GigabytePages;
        return entry.FSPM == FirstStagePagingMode.Level5 && !limits.FirstStageFiveLevels ? HostRefusal.FiveLevels : null;
    }

    private StageOneTable TableOf(in ScalableContextEntry context, in PasidEntry entry) => new(
        entry.FSPTPTR,
        entry.FSPM == FirstStagePagingMode.Level5 ? 57 : 48,
        (entry.SRE ? StageOneFlags.SupervisorRequests : 0)
            | (entry.EAFE ? StageOneFlags.ExtendedAccessed : 0)
            | (entry.WPE ? StageOneFlags.WriteProtect : 0),
        state.Registers.ECAP.PRS && context.PRE);
}
