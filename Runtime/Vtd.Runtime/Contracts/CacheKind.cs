namespace Vtd.Runtime;

/// <summary>The caches of a unit (6.2), in the order in which metrics and dumps list them.</summary>
public enum CacheKind
{
    /// <summary>The context cache: context entries.</summary>
    Context,

    /// <summary>The PASID cache: PASID entries.</summary>
    Pasid,

    /// <summary>The IOTLB: translated pages.</summary>
    Iotlb,

    /// <summary>The interrupt-entry cache: interrupt remapping entries.</summary>
    Interrupt,
}
