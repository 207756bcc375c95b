namespace Vtd.Runtime.HostDevices;

/// <summary>A host device behind the unit and what was planned to be attached on it. Guarded by the unit's lock.</summary>
internal sealed class HostDevice(ushort sourceId, IHostDevice target)
{
    /// <summary>Attachments of requests with PASID.</summary>
    public Dictionary<uint, Attachment> Tagged { get; } = [];

    /// <summary>The attachment of requests without PASID; null while they use the default table.</summary>
    public Attachment? Untagged { get; private set; }

    /// <summary>Bus in bits 15:8, device and function below.</summary>
    public ushort SourceId { get; } = sourceId;

    /// <summary>The host's side of it.</summary>
    public IHostDevice Target { get; } = target;

    /// <summary>How many attachments it has.</summary>
    public int Count => Tagged.Count + (Untagged is null ? 0 : 1);

    /// <summary>The attachment of requests with this PASID, or of those without.</summary>
    public Attachment? Find(uint? tag) => tag is { } pasid ? Tagged.GetValueOrDefault(pasid) : Untagged;

    /// <summary>Remembers a new attachment.</summary>
    public void Add(Attachment attachment)
    {
        if (attachment.Tag is { } pasid)
            Tagged.Add(pasid, attachment);
        else
            Untagged = attachment;
    }

    /// <summary>Forgets an attachment, unless a newer one took its place.</summary>
    /// <returns>Whether there was something to forget.</returns>
    public bool Forget(Attachment attachment)
    {
        if (Find(attachment.Tag) != attachment)
            return false;
        if (attachment.Tag is { } pasid)
            Tagged.Remove(pasid);
        else
            Untagged = null;
        return true;
    }
}
