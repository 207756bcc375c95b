namespace Vtd.Runtime.HostDevices;

/// <summary>One call to a host device.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="SourceId">The device: bus in bits 15:8, device and function below.</param>
/// <param name="Pasid">The PASID concerned; null for requests without PASID.</param>
/// <param name="Table">The table attached to.</param>
/// <param name="Invalidation">What is invalidated.</param>
public readonly record struct HostAction(
    HostOperation Operation,
    ushort SourceId,
    uint? Pasid,
    StageOneTable Table = default,
    StageOneInvalidation Invalidation = default);

/// <summary>What a call to a host device does.</summary>
public enum HostOperation
{
    /// <summary>Attach what was not attached to a first-stage table.</summary>
    Attach,

    /// <summary>Attach to another first-stage table.</summary>
    Replace,

    /// <summary>Detach a PASID, or put requests without PASID back on the default table.</summary>
    Detach,

    /// <summary>Drop cached translations.</summary>
    Invalidate,
}
