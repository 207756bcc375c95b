namespace Vtd.Runtime;

/// <summary>A real device given to the guest, whose DMA the host's own unit translates: what iommufd lets one do to it.</summary>
/// <remarks>
/// <para>Requests without PASID, and those of each PASID, are in one of three states: blocked, attached to the device's default table, or attached to
/// a first-stage table of the guest. A device is added with requests without PASID on the default table and every PASID blocked, and
/// leaves the unit in that state.</para>
/// <para>Calls come one at a time for the whole unit, in the order in which the guest caused them, without the unit's lock: they may
/// block and may call the unit, whose further calls then follow after this one. They must not wait for another thread that
/// writes to or resets the unit, since that thread may itself be waiting for them. An exception says that the call had no effect;
/// it is reported to the observer and the calls after it are made all the same.</para>
/// <para>Protected memory regions (PMEN) are not enforced on host devices: while DMA remapping is off, a host device reaches all that its default table
/// maps.</para>
/// </remarks>
public interface IHostDevice
{
    /// <summary>Attaches requests to a first-stage table of the guest. They are blocked or on the default table before.</summary>
    /// <param name="pasid">The PASID of the requests; null for those without.</param>
    /// <param name="table">The table.</param>
    [ForbiddenUnderUnitLock]
    void Attach(uint? pasid, in StageOneTable table);

    /// <summary>Attaches requests to the device's default table, which maps guest-physical addresses, in place of a first-stage table, if any.</summary>
    /// <param name="pasid">The PASID of the requests; null for those without.</param>
    [ForbiddenUnderUnitLock]
    void AttachDefault(uint? pasid);

    /// <summary>Detaches requests from their table and has the host block them. When this returns, no request of theirs goes through a table.</summary>
    /// <param name="pasid">The PASID of the requests; null for those without.</param>
    [ForbiddenUnderUnitLock]
    void Block(uint? pasid);

    /// <summary>Drops what the host has cached of an attached first-stage table.</summary>
    /// <param name="pasid">The PASID of the requests that use the table; null for those without.</param>
    /// <param name="ranges">The parts of the table that are stale: at least one.</param>
    [ForbiddenUnderUnitLock]
    void Invalidate(uint? pasid, ReadOnlySpan<StageOneInvalidation> ranges);

    /// <summary>Answers a group of page requests that was handed to <see cref="VtdUnit.RequestPage(in PageRequest, uint)"/>. Groups that are not answered
    /// when their requests are detached get no answer any more: the host answers these.</summary>
    /// <param name="cookie">The host's name for the group.</param>
    /// <param name="answer">The answer.</param>
    [ForbiddenUnderUnitLock]
    void Respond(uint cookie, PageGroupAnswer answer);
}
