namespace Vtd.Runtime.HostDevices;

/// <summary>That the requests of one PASID of a host device, or those without, go through a guest's first-stage table.</summary>
internal sealed class Attachment(HostDevice device, uint? tag)
{
    /// <summary>The device.</summary>
    public HostDevice Device { get; } = device;

    /// <summary>The PASID that requests carry; null for those without.</summary>
    public uint? Tag { get; } = tag;

    /// <summary>The PASID whose table entry applies: <see cref="Tag"/>, or the context entry's RID_PASID.</summary>
    public uint Pasid { get; set; }

    /// <summary>The domain in the entry that it was made from. Guarded by the unit's lock, as all that is planned.</summary>
    public ushort Domain { get; set; }

    /// <summary>The table that was planned last; null if the host refused it and still holds the one before.</summary>
    public StageOneTable? Table { get; set; }

    /// <summary>Counts the plans, so that a failure is held against the latest one only.</summary>
    public int Plan { get; set; }

    /// <summary>Whether the host has attached it. Known to whoever makes the calls, of whom there is one at a time.</summary>
    public bool OnHost { get; set; }

    /// <summary>Whether there is anything on the host that a call can apply to: not if the host refused the attachment.</summary>
    public bool IsDue(HostOperation operation) => OnHost || operation is HostOperation.Attach or HostOperation.Replace;

    /// <summary>Makes a call.</summary>
    [ForbiddenUnderUnitLock]
    public void Call(in HostAction action)
    {
        switch (action.Operation)
        {
            case HostOperation.Attach or HostOperation.Replace:
                if (Tag is { } attached)
                    Device.Target.AttachPasid(attached, action.Table);
                else
                    Device.Target.AttachUntagged(action.Table);
                OnHost = true;
                break;
            case HostOperation.Detach:
                OnHost = false; // one try only: what the host cannot detach now it will not detach later
                if (Tag is { } detached)
                    Device.Target.DetachPasid(detached);
                else
                    Device.Target.AttachDefault();
                break;
            case HostOperation.Invalidate:
                Device.Target.Invalidate(Tag, action.Invalidation);
                break;
        }
    }
}
