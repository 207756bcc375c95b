namespace Vtd.Runtime.HostDevices;

/// <summary>A real device given to the guest, whose DMA the host's own unit translates: what iommufd lets one do to it.</summary>
/// <remarks>
/// Calls come one at a time for the whole unit, in the order in which the guest caused them, without the unit's lock: they may
/// block and may call the unit, whose further calls then follow after this one. They must not wait for another thread that
/// writes to or resets the unit, since that thread may itself be waiting for them. An exception says that the call had no effect;
/// it is reported to the observer and the calls after it are made all the same.
/// </remarks>
public interface IHostDevice
{
    /// <summary>Attaches a PASID to a first-stage table, in place of the one that it is attached to, if any.</summary>
    [ForbiddenUnderUnitLock]
    void AttachPasid(uint pasid, in StageOneTable table);

    /// <summary>Attaches requests without PASID to a first-stage table, in place of whatever they were attached to.</summary>
    [ForbiddenUnderUnitLock]
    void AttachUntagged(in StageOneTable table);

    /// <summary>Detaches a PASID: its requests are blocked.</summary>
    [ForbiddenUnderUnitLock]
    void DetachPasid(uint pasid);

    /// <summary>Attaches requests without PASID to the device's default table, which maps guest-physical addresses.</summary>
    [ForbiddenUnderUnitLock]
    void AttachDefault();

    /// <summary>Drops what the host has cached of an attached first-stage table.</summary>
    /// <param name="pasid">The PASID whose table it is; null for the table of requests without PASID.</param>
    /// <param name="invalidation">Which part of it.</param>
    [ForbiddenUnderUnitLock]
    void Invalidate(uint? pasid, in StageOneInvalidation invalidation);
}
