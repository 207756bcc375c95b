using Vtd.Runtime.Architecture;
using Vtd.Runtime.Diagnostics;
using Vtd.Runtime.Registers;
using Vtd.Runtime.Translation;

namespace Vtd.Runtime.HostDevices;

/// <summary>Keeps what host devices are attached to in step with the guest's PASID entries.</summary>
/// <remarks>
/// Everything is decided here, under the lock, from guest memory alone, and posted as calls to be made in that order without the
/// lock. So the host sees one consistent sequence, whoever makes the calls. The entry of RID_PASID stands for requests without
/// PASID; all other entries stand for requests with theirs.
/// </remarks>
internal sealed class HostDeviceSet(
    VtdRegisterFile registers,
    LatchedPointers pointers,
    StructureWalk walk,
    Outbox outbox,
    UnitEvents events,
    int maxAttachmentsPerDevice)
{
    private readonly List<HostDevice> _devices = [];

    /// <summary>Attachments of all devices.</summary>
    public int AttachmentCount
    {
        get
        {
            var count = 0;
            foreach (var device in _devices)
                count += device.Count;
            return count;
        }
    }

    /// <summary>All of them.</summary>
    [RequiresUnitLock]
    public IEnumerable<Attachment> AttachmentsLocked() => _devices.SelectMany(static device => device.Tagged.Values.Append(device.Untagged)).OfType<Attachment>();

    /// <summary>Attachments not made for lack of room.</summary>
    public long Refused { get; private set; }

    /// <summary>Adds a device and attaches what the guest's tables say.</summary>
    /// <returns>False if there is one of this source id already.</returns>
    [RequiresUnitLock]
    public bool TryAddLocked(ushort sourceId, IHostDevice target)
    {
        if (FindLocked(sourceId) is not null)
            return false;
        var device = new HostDevice(sourceId, target);
        _devices.Add(device);
        RefreshLocked(device, domain: null);
        return true;
    }

    /// <summary>Removes a device, which gets back its default table and no other.</summary>
    /// <returns>False if there is none of this source id.</returns>
    [RequiresUnitLock]
    public bool TryRemoveLocked(ushort sourceId)
    {
        if (FindLocked(sourceId) is not { } device)
            return false;
        DetachAllLocked(device);
        return _devices.Remove(device);
    }

    /// <summary>Detaches everything from every device. Reads nothing from guest memory, so nothing can come back.</summary>
    [RequiresUnitLock]
    public void DetachAllLocked()
    {
        foreach (var device in _devices)
            DetachAllLocked(device);
    }

    /// <summary>PASID cache global, and whatever changes all tables at once: every entry is read again.</summary>
    [RequiresUnitLock]
    public void RefreshAllLocked()
    {
        foreach (var device in _devices)
            RefreshLocked(device, domain: null);
    }

    /// <summary>PASID cache domain-selective: entries of a domain, or that were of it, are read again.</summary>
    [RequiresUnitLock]
    public void RefreshDomainLocked(ushort domain)
    {
        foreach (var device in _devices)
            RefreshLocked(device, domain);
    }

    /// <summary>PASID cache PASID-selective: the entries of a PASID that are of a domain, or were, are read again.</summary>
    [RequiresUnitLock]
    public void RefreshPasidLocked(ushort domain, uint pasid)
    {
        foreach (var device in _devices)
        {
            var hasContext = TryReadContextLocked(device, out var context);
            if (device.Untagged is { } untagged && untagged.Pasid == pasid && untagged.Domain == domain)
                RefreshLocked(untagged, hasContext, context);
            if (device.Find(pasid) is { } tagged && tagged.Domain == domain)
                RefreshLocked(tagged, hasContext, context);
            if (hasContext)
                ScanEntryLocked(device, context, pasid, domain);
        }
    }

    /// <summary>A request made the unit read a PASID entry. Without caching mode (CAP.CM) software announces no entry that
    /// becomes present, so this is where the unit learns of it.</summary>
    [RequiresUnitLock]
    public void NoticeLocked(ushort sourceId, in ScalableContextEntry context, uint pasid, in PasidEntry entry)
    {
        if (FindLocked(sourceId) is { } device)
            ApplyLocked(device, context, pasid, entry);
    }

    /// <summary>IOTLB global, domain and page: first-stage translations of a domain, or of all, are stale.</summary>
    [RequiresUnitLock]
    public void InvalidateLocked(ushort? domain)
    {
        foreach (var device in _devices)
        {
            InvalidateLocked(device.Untagged, domain, StageOneInvalidation.All);
            foreach (var attachment in device.Tagged.Values)
                InvalidateLocked(attachment, domain, StageOneInvalidation.All);
        }
    }

    /// <summary>PASID-based IOTLB: first-stage translations of a PASID in a domain are stale.</summary>
    [RequiresUnitLock]
    public void InvalidatePasidLocked(ushort domain, uint pasid, in StageOneInvalidation invalidation)
    {
        foreach (var device in _devices)
        {
            if (device.Untagged?.Pasid == pasid)
                InvalidateLocked(device.Untagged, domain, invalidation);
            InvalidateLocked(device.Find(pasid), domain, invalidation);
        }
    }

    /// <summary>The host refused an attachment. Unless it was planned anew since, it is as if it had not been: a later
    /// invalidation that covers its entry tries again.</summary>
    [RequiresUnitLock]
    public void AttachFailedLocked(Attachment attachment, int plan)
    {
        if (attachment.Plan != plan)
            return;
        if (attachment.OnHost)
            attachment.Table = null; // still on the table before: not the guest's any more, and to be detached in the end
        else
            attachment.Device.Forget(attachment);
    }

    [RequiresUnitLock]
    private HostDevice? FindLocked(ushort sourceId)
    {
        foreach (var device in _devices)
        {
            if (device.SourceId == sourceId)
                return device;
        }
        return null;
    }

    [RequiresUnitLock]
    private void RefreshLocked(HostDevice device, ushort? domain)
    {
        var hasContext = TryReadContextLocked(device, out var context);
        if (device.Untagged is { } untagged && IsIn(untagged, domain))
            RefreshLocked(untagged, hasContext, context);
        foreach (var attachment in device.Tagged.Values) // removal during enumeration is fine
        {
            if (IsIn(attachment, domain))
                RefreshLocked(attachment, hasContext, context);
        }

        if (!hasContext)
            return;
        if (!walk.TakesPasids(context))
        {
            ScanEntryLocked(device, context, walk.PasidOfUntagged(context), domain);
            return;
        }

        var tables = (walk.PasidLimit(context) + StructureWalk.PasidsPerTable - 1) / StructureWalk.PasidsPerTable;
        for (uint table = 0; table < tables; table++)
        {
            if (walk.ReadDirectoryLocked(context, table, out var directory) == FaultReason.None)
                ScanTableLocked(device, context, directory, table, domain);
        }
    }

    [RequiresUnitLock]
    private void ScanEntryLocked(HostDevice device, in ScalableContextEntry context, uint pasid, ushort? domain)
    {
        if (walk.ReadPasidEntryLocked(context, pasid, out var entry) == FaultReason.None && (domain is null || entry.DID == domain))
            ApplyLocked(device, context, pasid, entry);
    }

    [RequiresUnitLock]
    private void ScanTableLocked(HostDevice device, in ScalableContextEntry context, in PasidDirectoryEntry directory, uint table, ushort? domain)
    {
        for (uint index = 0; index < StructureWalk.PasidsPerTable; index++)
        {
            var pasid = table * StructureWalk.PasidsPerTable + index;
            if (pasid >= walk.PasidLimit(context))
                return;
            if (walk.ReadPasidEntryLocked(directory, index, out var entry) == FaultReason.None && (domain is null || entry.DID == domain))
                ApplyLocked(device, context, pasid, entry);
        }
    }

    /// <summary>What was attached because of an entry: is it still there, and the same?</summary>
    [RequiresUnitLock]
    private void RefreshLocked(Attachment attachment, bool hasContext, in ScalableContextEntry context)
    {
        var pasid = attachment.Pasid;
        if (hasContext && TagOf(context, pasid) == attachment.Tag
            && walk.ReadPasidEntryLocked(context, pasid, out var entry) == FaultReason.None)
        {
            ApplyLocked(attachment.Device, context, pasid, entry);
        }
        else
        {
            DetachLocked(attachment);
        }
    }

    /// <summary>Brings a device in line with a present and legal PASID entry: new, changed, gone, or the same.</summary>
    [RequiresUnitLock]
    private void ApplyLocked(HostDevice device, in ScalableContextEntry context, uint pasid, in PasidEntry entry)
    {
        var tag = TagOf(context, pasid);
        var attachment = device.Find(tag);
        if (entry.PGTT != PasidTranslationType.FirstStage || (tag is not null && !walk.TakesPasids(context)))
        {
            if (attachment is not null)
                DetachLocked(attachment);
            return;
        }

        var operation = HostOperation.Replace;
        if (attachment is null)
        {
            if (device.Count >= maxAttachmentsPerDevice)
            {
                Refused++;
                return;
            }
            attachment = new Attachment(device, tag);
            device.Add(attachment);
            operation = HostOperation.Attach;
        }

        attachment.Pasid = pasid;
        attachment.Domain = entry.DID;
        var table = TableOf(entry);
        if (attachment.Table == table)
            return;
        attachment.Table = table;
        attachment.Plan++;
        PostLocked(attachment, operation);
    }

    [RequiresUnitLock]
    private void DetachLocked(Attachment attachment)
    {
        attachment.Device.Forget(attachment);
        attachment.Plan++;
        PostLocked(attachment, HostOperation.Detach);
    }

    [RequiresUnitLock]
    private void DetachAllLocked(HostDevice device)
    {
        if (device.Untagged is { } untagged)
            DetachLocked(untagged);
        foreach (var attachment in device.Tagged.Values)
            DetachLocked(attachment);
    }

    [RequiresUnitLock]
    private void InvalidateLocked(Attachment? attachment, ushort? domain, in StageOneInvalidation invalidation)
    {
        if (attachment is not null && IsIn(attachment, domain))
            PostLocked(attachment, HostOperation.Invalidate, invalidation);
    }

    /// <summary>Posts a call to the host device of an attachment, as it is planned now.</summary>
    [RequiresUnitLock]
    private void PostLocked(Attachment attachment, HostOperation operation, in StageOneInvalidation invalidation = default)
    {
        var action = new HostAction(operation, attachment.Device.SourceId, attachment.Tag, attachment.Table.GetValueOrDefault(), invalidation);
        outbox.PostLocked(new HostCall(attachment, action, attachment.Plan, this, events));
    }

    [RequiresUnitLock]
    private bool TryReadContextLocked(HostDevice device, out ScalableContextEntry entry)
    {
        entry = default;
        if (!registers.GSTS.TES || !pointers.IsScalable || walk.ReadContextLocked(device.SourceId, out var context) != FaultReason.None)
            return false;
        entry = context.Scalable;
        return true;
    }

    private uint? TagOf(in ScalableContextEntry context, uint pasid) => pasid == walk.PasidOfUntagged(context) ? null : pasid;

    private static bool IsIn(Attachment attachment, ushort? domain) => domain is null || attachment.Domain == domain;

    private static StageOneTable TableOf(in PasidEntry entry) => new(
        entry.FSPTPTR,
        entry.FSPM == FirstStagePagingMode.Level5 ? 57 : 48,
        (entry.SRE ? StageOneFlags.SupervisorRequests : 0)
            | (entry.EAFE ? StageOneFlags.ExtendedAccessed : 0)
            | (entry.WPE ? StageOneFlags.WriteProtect : 0));
}
