namespace Vtd.Conformance.Tests.Live;

/// <summary>The tables that a unit has.</summary>
public enum UnitKind
{
    /// <summary>Those of legacy mode.</summary>
    Legacy,

    /// <summary>Those of scalable mode too, with a second stage.</summary>
    SecondStage,

    /// <summary>Those of scalable mode too, with a first stage.</summary>
    FirstStage,
}

/// <summary>What a unit has beside.</summary>
public enum UnitProperty
{
    /// <summary>Addresses of 48 bits, and nothing else.</summary>
    None,

    /// <summary>Addresses of 39 bits.</summary>
    Bits39,

    /// <summary>32-bit APIC ids.</summary>
    ExtendedInterruptMode,

    /// <summary>Caching mode.</summary>
    CachingMode,

    /// <summary>Device TLBs.</summary>
    DeviceTlbs,

    /// <summary>Snoop control.</summary>
    SnoopControl,

    /// <summary>No DMA remapping.</summary>
    NoTranslation,

    /// <summary>Requests with PASID.</summary>
    Pasids,

    /// <summary>Tables shared with processors, which need requests with PASID and device TLBs.</summary>
    SharedMemory,
}

/// <summary>The option -device of units, as the major releases of QEMU name its properties.</summary>
internal static class Units
{
    private const int FirstWithFirstStage = 10;
    private const int FirstWithNewNames = 11;

    /// <summary>The kinds of unit of a release.</summary>
    public static IReadOnlyList<UnitKind> Kinds(int major) =>
        major >= FirstWithFirstStage ? Enum.GetValues<UnitKind>() : [UnitKind.Legacy, UnitKind.SecondStage];

    /// <summary>The properties that go with a kind of unit of a release.</summary>
    public static IEnumerable<UnitProperty> Properties(int major, UnitKind kind) =>
        from property in Enum.GetValues<UnitProperty>()
        where property switch
        {
            UnitProperty.Bits39 => kind != UnitKind.FirstStage,
            UnitProperty.Pasids => kind != UnitKind.Legacy,
            UnitProperty.SharedMemory => kind == UnitKind.FirstStage && major >= FirstWithNewNames,
            _ => true,
        }
        select property;

    /// <summary>The option.</summary>
    public static string Device(int major, UnitKind kind, UnitProperty property = UnitProperty.None)
    {
        var width = property == UnitProperty.Bits39 ? 39 : 48;
        return $"intel-iommu,intremap=on,aw-bits={width}{Tables(major, kind)}{Text(major, property)}";
    }

    private static string Tables(int major, UnitKind kind) => (kind, major >= FirstWithNewNames) switch
    {
        (UnitKind.Legacy, _) => "",
        (UnitKind.SecondStage, false) => ",x-scalable-mode=on",
        (UnitKind.SecondStage, true) => ",scalable-mode=on",
        (_, false) => ",x-scalable-mode=on,x-flts=on",
        (_, true) => ",scalable-mode=on,fsts=on",
    };

    private static string Text(int major, UnitProperty property) => property switch
    {
        UnitProperty.ExtendedInterruptMode => major >= FirstWithFirstStage ? ",eim=on" : ",x-buggy-eim=on", // eim=on needs KVM before
        UnitProperty.CachingMode => ",caching-mode=on",
        UnitProperty.DeviceTlbs => ",device-iotlb=on",
        UnitProperty.SnoopControl => ",snoop-control=on",
        UnitProperty.NoTranslation => ",dma-translation=off",
        UnitProperty.Pasids => major >= FirstWithNewNames ? ",pasid-bits=20" : ",x-pasid-mode=on",
        UnitProperty.SharedMemory => ",pasid-bits=20,device-iotlb=on,svm=on",
        _ => "",
    };
}
