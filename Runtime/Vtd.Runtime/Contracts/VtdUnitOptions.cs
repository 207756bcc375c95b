namespace Vtd.Runtime;

/// <summary>Capabilities and limits of a unit.</summary>
public sealed record VtdUnitOptions
{
    private const int LeastWorkPerCall = 256;

    /// <summary>Name of the unit in metrics and events. Units of one process should have different names.</summary>
    public string Name { get; init; } = "vtd";

    /// <summary>Capabilities of the unit: <see cref="VtdFeatures"/>, or the <see cref="GivenRegisters"/> of an existing unit.
    /// All behaviour follows from it.</summary>
    public required UnitCapabilities Capabilities { get; init; }

    /// <summary>Width of the addresses that the platform's memory has, 32 to 52 bits: address bits above it are reserved in
    /// tables, and results that have them are blocked (HAW). Null is the widest that there can be: 52 with given registers,
    /// with features not more than <see cref="VtdFeatures.GuestAddressWidth"/>.</summary>
    public int? HostAddressWidth { get; init; }

    /// <summary>Context-cache entries, at least 1; rounded up to a power of two.</summary>
    public int ContextCacheCapacity { get; init; } = 1024;

    /// <summary>PASID-cache entries, at least 1; rounded up to a power of two.</summary>
    public int PasidCacheCapacity { get; init; } = 4096;

    /// <summary>IOTLB entries, at least 1; rounded up to a power of two.</summary>
    public int IotlbCapacity { get; init; } = 16384;

    /// <summary>Interrupt-entry cache entries, at least 1; rounded up to a power of two.</summary>
    public int InterruptEntryCacheCapacity { get; init; } = 1024;

    /// <summary>First-stage tables and passed-through PASIDs that a guest can have attached on one host device, at least 1.</summary>
    public int MaxAttachmentsPerDevice { get; init; } = 4096;

    /// <summary>Pages that the unit keeps track of for one listener that wants mappings, at least 1. Those beyond are not announced.</summary>
    public int MaxMappingsPerListener { get; init; } = 1 << 18;

    /// <summary>Units of work that one call into the unit does at most on behalf of a guest or a device, at least 256. A unit is a descriptor,
    /// a read or write of 256 bytes of guest memory, a call to a host device, an endpoint, a listener or the message sink, or a few cache
    /// entries looked at. The default is about 2 ms of work.</summary>
    public int WorkPerCall { get; init; } = 1 << 15;

    /// <summary>A worker of the unit, on the thread pool, carries on the work that a call leaves. If false, the embedder does so by
    /// <see cref="VtdUnit.Run"/>, which makes the order of everything repeatable.</summary>
    public bool RunsInBackground { get; init; } = true;

    /// <summary>A reset keeps sticky registers (fault records, error status), as a warm reset of hardware does.
    /// Without it a reset is that of a platform losing power, as in an emulator.</summary>
    public bool KeepStickyOnReset { get; init; }

    /// <summary>A fault is dropped while a fault recording register holds another of the same source, so that one device that
    /// keeps failing does not hide the others. The architecture leaves that to the unit (7.1.4).</summary>
    public bool CollapseFaults { get; init; }

    /// <summary>Deviations from the architecture that match QEMU; none by default.</summary>
    public UnitQuirks Quirks { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Capabilities);
        if (HostAddressWidth is < FeatureRules.NarrowestAddress or > FeatureRules.WidestHostAddress)
        {
            throw new ArgumentException($"{nameof(HostAddressWidth)} is {HostAddressWidth}; it must be between "
                + $"{FeatureRules.NarrowestAddress} and {FeatureRules.WidestHostAddress}.");
        }
        if (Capabilities is VtdFeatures features)
            FeatureRules.ThrowIfAny([.. features.FindContradictions(), .. OfHost(features)]);
        ThrowIfNotPositive(ContextCacheCapacity, nameof(ContextCacheCapacity));
        ThrowIfNotPositive(PasidCacheCapacity, nameof(PasidCacheCapacity));
        ThrowIfNotPositive(IotlbCapacity, nameof(IotlbCapacity));
        ThrowIfNotPositive(InterruptEntryCacheCapacity, nameof(InterruptEntryCacheCapacity));
        ThrowIfNotPositive(MaxAttachmentsPerDevice, nameof(MaxAttachmentsPerDevice));
        ThrowIfNotPositive(MaxMappingsPerListener, nameof(MaxMappingsPerListener));
        if (WorkPerCall < LeastWorkPerCall)
            throw new ArgumentException($"{nameof(WorkPerCall)} is {WorkPerCall}; it must be at least {LeastWorkPerCall}.");
    }

    /// <summary>The width of host addresses that applies, 32 to 52 bits: <see cref="HostAddressWidth"/>, or the widest possible one if that is null.</summary>
    public int EffectiveHostAddressWidth => HostAddressWidth ?? Capabilities.WidestHostAddress();

    private IEnumerable<string> OfHost(VtdFeatures features) =>
        HostAddressWidth is { } width && FeatureRules.OfHost(features, width) is { } contradiction ? [contradiction] : [];

    private static void ThrowIfNotPositive(int value, string option)
    {
        if (value is < 1 or > 1 << 24)
            throw new ArgumentException($"{option} is {value}; it must be between 1 and {1 << 24}.");
    }
}
