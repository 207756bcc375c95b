namespace Vtd.Runtime.Telemetry;

/// <summary>The caches of a unit, in the order in which metrics list them.</summary>
internal enum CacheKind
{
    /// <summary>Context entries.</summary>
    Context,

    /// <summary>PASID entries.</summary>
    Pasid,

    /// <summary>Pages.</summary>
    Iotlb,

    /// <summary>Interrupt remapping entries.</summary>
    Interrupt,
}
