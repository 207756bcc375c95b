using Vtd.Machine.Bus;

namespace Vtd.Machine;

/// <summary>The parts of a machine, and the sockets over which it is driven.</summary>
public sealed record MachineOptions
{
    /// <summary>Without it there is a program that answers, and nothing else.</summary>
    public bool HasMachine { get; init; } = true;

    /// <summary>Bytes of RAM.</summary>
    public ulong MemorySize { get; init; } = 128UL << 20;

    /// <summary>The remapping unit, if there is one.</summary>
    public IommuOptions? Iommu { get; init; }

    /// <summary>The devices, in the order in which they were asked for.</summary>
    public IReadOnlyList<DeviceOptions> Devices { get; init; } = [];

    /// <summary>The kind of clock that virtual time follows.</summary>
    public ClockKind Clock { get; init; } = ClockKind.Real;

    /// <summary>Whether the machine, and virtual time with it, is stopped at first.</summary>
    public bool StartsStopped { get; init; }

    /// <summary>The release of QEMU whose answers the machine gives where releases differ.</summary>
    public QemuRelease Release { get; init; } = QemuRelease.Newest;

    /// <summary>Where qtest requests come from.</summary>
    public IReadOnlyList<ServerSocket> Qtest { get; init; } = [];

    /// <summary>Where QMP commands come from.</summary>
    public IReadOnlyList<ServerSocket> Qmp { get; init; } = [];

    /// <summary>Where to log qtest requests and replies; none to log nothing.</summary>
    public string? QtestLog { get; init; }

    /// <summary>Where to write what happens to the unit; none to write nothing.</summary>
    public string? Recording { get; init; }
}
