namespace Vtd.Runtime;

/// <summary>The destinations that requests of a host device may have.</summary>
public enum HostAccess
{
    /// <summary>Nowhere.</summary>
    Blocked,

    /// <summary>Through the device's default table.</summary>
    DefaultTable,

    /// <summary>Through a first-stage table of the guest.</summary>
    FirstStage,
}
