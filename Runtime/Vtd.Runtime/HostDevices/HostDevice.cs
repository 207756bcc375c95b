namespace Vtd.Runtime.HostDevices;

/// <summary>A host device behind the unit. Guarded by the unit's lock.</summary>
internal sealed class HostDevice
{
    public HostDevice(SourceId sourceId, IHostDevice target, HostDeviceLimits limits)
    {
        SourceId = sourceId;
        Target = target;
        Limits = limits;
        Untagged = new(this, tag: null);
    }

    /// <summary>The source-id of the device.</summary>
    public SourceId SourceId { get; }

    /// <summary>The host's side of it.</summary>
    public IHostDevice Target { get; }

    /// <summary>Capabilities of the host for the device.</summary>
    public HostDeviceLimits Limits { get; }

    /// <summary>Requests without PASID.</summary>
    public Attachment Untagged { get; }

    /// <summary>PASIDs whose requests are not blocked, or were not a moment ago.</summary>
    public Dictionary<uint, Attachment> Tagged { get; } = [];

    /// <summary>The device's entries when they were read last; null if they were not read yet.</summary>
    public HostView? View { get; set; }

    /// <summary>Whether the refresh under way found the view changed, so that every PASID entry is concerned.</summary>
    public bool IsChanged { get; set; }

    /// <summary>The device was taken from the guest and is to go once everything is detached.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Attachments to first-stage tables, and of PASIDs to the default table.</summary>
    public int Count
    {
        get
        {
            var count = Untagged.Plan.Access == HostAccess.FirstStage ? 1 : 0;
            foreach (var attachment in Tagged.Values)
                count += attachment.Plan.Access == HostAccess.Blocked ? 0 : 1;
            return count;
        }
    }

    /// <summary>Whether nothing of the guest's is left on the host.</summary>
    public bool IsAtRest => Attachments.All(static one => one.IsAtRest);

    /// <summary>All attachments, those of PASIDs last.</summary>
    public IEnumerable<Attachment> Attachments => Tagged.Values.Prepend(Untagged);

    /// <summary>The attachment of requests with a PASID, or of those without.</summary>
    public Attachment? Find(uint? tag) => tag is { } pasid ? Tagged.GetValueOrDefault(pasid) : Untagged;

    /// <summary>Remembers a PASID.</summary>
    public Attachment Add(uint pasid)
    {
        var attachment = new Attachment(this, pasid);
        Tagged.Add(pasid, attachment);
        return attachment;
    }

    /// <summary>Forgets a PASID, whose requests are blocked.</summary>
    public void Forget(Attachment attachment) => Tagged.Remove(attachment.Tag.GetValueOrDefault());
}
