namespace Vtd.Runtime;

/// <summary>One call to a host device.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="SourceId">The device.</param>
/// <param name="Pasid">The PASID concerned; null for requests without PASID.</param>
/// <param name="Table">The table attached to.</param>
/// <param name="RangeCount">The number of invalidated ranges.</param>
public readonly record struct HostAction(
    HostOperation Operation,
    SourceId SourceId,
    uint? Pasid,
    StageOneTable Table = default,
    int RangeCount = 0);

/// <summary>The kind of a call to a host device.</summary>
public enum HostOperation
{
    /// <summary>Block requests.</summary>
    Block,

    /// <summary>Attach requests to the device's default table.</summary>
    AttachDefault,

    /// <summary>Attach requests to a first-stage table.</summary>
    Attach,

    /// <summary>Drop cached translations.</summary>
    Invalidate,

    /// <summary>Answer page requests.</summary>
    Respond,
}
