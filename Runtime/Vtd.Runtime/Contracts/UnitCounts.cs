namespace Vtd.Runtime;

/// <summary>The contents and the totals of a unit at one moment.</summary>
public readonly record struct UnitCounts
{
    /// <summary>First-stage tables attached on host devices, and PASIDs attached to default tables.</summary>
    public int HostAttachments { get; init; }

    /// <summary>Attachments that the host failed to take away, or to put back on the default table. The device may still have access that
    /// the guest took from it. A reset, an invalidation and the removal of the device try again.</summary>
    public int StuckAttachments { get; init; }

    /// <summary>Times that a host device could not have what a PASID entry asks for, so that requests stay blocked.</summary>
    public long RefusedAttachments { get; init; }

    /// <summary>Times that pages were not announced because the listener had <see cref="VtdUnitOptions.MaxMappingsPerListener"/> of them, or
    /// the tables were too large to look through.</summary>
    public long RefusedMappings { get; init; }

    /// <summary>Descriptors executed.</summary>
    public long Descriptors { get; init; }

    /// <summary>Times that the invalidation queue stopped at an error.</summary>
    public long QueueErrors { get; init; }

    /// <summary>Register accesses refused.</summary>
    public long RejectedAccesses { get; init; }

    /// <summary>Calls to host devices that threw.</summary>
    public long FailedHostActions { get; init; }
}
