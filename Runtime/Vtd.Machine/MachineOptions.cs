using Vtd.Runtime;

namespace Vtd.Machine;

/// <summary>What a machine is made of and how it is reached.</summary>
internal sealed record MachineOptions
{
    /// <summary>Without it there is a program that answers, and nothing else.</summary>
    public bool HasMachine { get; init; } = true;

    /// <summary>Bytes of RAM.</summary>
    public ulong MemorySize { get; init; } = 128UL << 20;

    /// <summary>The remapping unit, if there is one.</summary>
    public IommuOptions? Iommu { get; init; }

    /// <summary>The devices, in the order in which they were asked for.</summary>
    public IReadOnlyList<DeviceOptions> Devices { get; init; } = [];

    /// <summary>What virtual time follows.</summary>
    public ClockKind Clock { get; init; } = ClockKind.Real;

    /// <summary>It is stopped at first, and virtual time with it.</summary>
    public bool StartsStopped { get; init; }

    /// <summary>The release of QEMU whose answers the machine gives where releases differ.</summary>
    public QemuRelease Release { get; init; } = QemuRelease.Newest;

    /// <summary>Where qtest requests come from.</summary>
    public IReadOnlyList<Endpoint> Qtest { get; init; } = [];

    /// <summary>Where QMP commands come from.</summary>
    public IReadOnlyList<Endpoint> Qmp { get; init; } = [];

    /// <summary>Where to log qtest requests and replies; none to log nothing.</summary>
    public string? QtestLog { get; init; }

    /// <summary>Where to write what happens to the unit; none to write nothing.</summary>
    public string? Recording { get; init; }
}

/// <summary>What virtual time follows.</summary>
internal enum ClockKind
{
    /// <summary>The time of day, as with processors that run.</summary>
    Real,

    /// <summary>The requests clock_step and clock_set.</summary>
    Stepped,

    /// <summary>It jumps to whatever is due next, as with processors that sleep and an instruction counter.</summary>
    Jumping,
}

/// <summary>A remapping unit, by the options that QEMU has for it.</summary>
internal sealed record IommuOptions
{
    /// <summary>Width of guest addresses (aw-bits): 39 or 48; that of the release if none is given.</summary>
    public int? AddressWidth { get; init; }

    /// <summary>Interrupt remapping (intremap).</summary>
    public bool InterruptRemapping { get; init; } = true;

    /// <summary>32-bit APIC ids (eim).</summary>
    public bool ExtendedInterruptMode { get; init; }

    /// <summary>Pass-through of context entries (pt).</summary>
    public bool PassThrough { get; init; } = true;

    /// <summary>Caching mode (caching-mode).</summary>
    public bool CachingMode { get; init; }

    /// <summary>Device TLBs (device-iotlb).</summary>
    public bool DeviceTlb { get; init; }

    /// <summary>Snoop control (snoop-control).</summary>
    public bool SnoopControl { get; init; }

    /// <summary>Draining of reads and writes (dma-drain).</summary>
    public bool Drain { get; init; } = true;

    /// <summary>Scalable mode (x-scalable-mode, scalable-mode).</summary>
    public bool ScalableMode { get; init; }

    /// <summary>First-stage translation (x-flts, fsts).</summary>
    public bool FirstStage { get; init; }

    /// <summary>First-stage pages of 1 GByte (fs1gp).</summary>
    public bool FirstStage1G { get; init; } = true;

    /// <summary>Requests with PASID of so many bits (x-pasid-mode, pasid-bits); 0 for none.</summary>
    public int PasidBits { get; init; }

    /// <summary>Tables shared with processors (svm): page requests, drained by wait descriptors, and translation requests without writes.</summary>
    public bool SharedMemory { get; init; }

    /// <summary>DMA remapping can be switched on (dma-translation).</summary>
    public bool DmaTranslation { get; init; } = true;

    /// <summary>Ways in which it differs from the architecture.</summary>
    public UnitQuirks Quirks { get; init; }
}

/// <summary>A device of the machine's PCI bus.</summary>
/// <param name="Slot">Device number, 0 to 31; the next free one if none.</param>
/// <param name="Function">Function number, 0 to 7.</param>
internal abstract record DeviceOptions(int? Slot, int Function);

/// <summary>An `edu`.</summary>
/// <param name="DmaMask">Address bits that its DMA has.</param>
internal sealed record EduOptions(int? Slot, int Function, ulong DmaMask = (1UL << 28) - 1) : DeviceOptions(Slot, Function);

/// <summary>An `iommu-testdev`.</summary>
internal sealed record IommuTestDeviceOptions(int? Slot, int Function) : DeviceOptions(Slot, Function);

/// <summary>A release of QEMU.</summary>
internal readonly record struct QemuRelease(int Major, int Minor, int Micro)
{
    /// <summary>The newest that is known.</summary>
    public static QemuRelease Newest { get; } = new(11, 1, 3);

    /// <summary>Whether it is this one or a later one.</summary>
    public bool IsFrom(int major, int minor) => Major > major || (Major == major && Minor >= minor);

    /// <summary>Whether it is of a major release from one on and before another.</summary>
    public bool IsWithin(int from, int until) => Major >= from && Major < until;

    /// <summary>The release as .NET has versions.</summary>
    public Version ToVersion() => new(Major, Minor, Micro);

    public override string ToString() => ToVersion().ToString();
}

/// <summary>A place that requests come from.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Of the socket; empty for standard input and output.</param>
internal sealed record Endpoint(EndpointKind Kind, string Path = "");

/// <summary>What an <see cref="Endpoint"/> is.</summary>
internal enum EndpointKind
{
    /// <summary>Standard input and output.</summary>
    Stdio,

    /// <summary>A Unix socket that somebody listens on.</summary>
    Client,

    /// <summary>A Unix socket that the machine listens on.</summary>
    Server,
}
