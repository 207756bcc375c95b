namespace Vtd.Runtime.Telemetry;

/// <summary>Kinds of invalidations, by command register or by descriptor.</summary>
internal enum InvalidationKind
{
    ContextGlobal,
    ContextDomain,
    ContextDevice,
    IotlbGlobal,
    IotlbDomain,
    IotlbPage,
    PasidIotlbPasid,
    PasidIotlbPage,
    PasidGlobal,
    PasidDomain,
    PasidPasid,
    InterruptGlobal,
    InterruptIndex,
    DeviceTlb,
    PasidDeviceTlb,
}

/// <summary>How metrics name the kinds.</summary>
internal static class InvalidationKinds
{
    private static readonly (string Cache, string Granularity)[] Names =
    [
        ("context", "global"),
        ("context", "domain"),
        ("context", "device"),
        ("iotlb", "global"),
        ("iotlb", "domain"),
        ("iotlb", "page"),
        ("iotlb", "pasid"),
        ("iotlb", "pasid_page"),
        ("pasid", "global"),
        ("pasid", "domain"),
        ("pasid", "pasid"),
        ("interrupt", "global"),
        ("interrupt", "index"),
        ("device_tlb", "device"),
        ("device_tlb", "pasid"),
    ];

    /// <summary>How many there are.</summary>
    public static int Count => Names.Length;

    /// <summary>The cache, and how much of it.</summary>
    public static (string Cache, string Granularity) NameOf(InvalidationKind kind) => Names[(int)kind];
}
