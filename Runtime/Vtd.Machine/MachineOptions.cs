using Vtd.Machine.Board;
using Vtd.Machine.Bus;

namespace Vtd.Machine;

/// <summary>The parts of a machine.</summary>
public sealed record MachineOptions
{
    /// <summary>Whether the program has a machine. Without one it answers, and does nothing else.</summary>
    public bool HasMachine { get; init; } = true;

    /// <summary>Bytes of RAM.</summary>
    public ulong MemorySize { get; init; } = 128UL << 20;

    /// <summary>The remapping unit, if there is one.</summary>
    public IommuOptions? Iommu { get; init; }

    /// <summary>The devices, in the order in which they were asked for.</summary>
    public IReadOnlyList<DeviceOptions> Devices { get; init; } = [];

    /// <summary>Whether there is a serial port, with nothing at its other end.</summary>
    public bool HasSerialPort { get; init; }

    /// <summary>Deviations of the devices of the board from their data sheets.</summary>
    public BoardQuirks BoardQuirks { get; init; }

    /// <summary>The time of day when the machine starts; that of the host if none.</summary>
    public DateTime? StartTime { get; init; }

    /// <summary>The kind of clock that virtual time follows.</summary>
    public ClockKind Clock { get; init; } = ClockKind.Real;

    /// <summary>Whether the machine, and virtual time with it, is stopped at first.</summary>
    public bool StartsStopped { get; init; }

    /// <summary>The release of QEMU whose answers the machine gives where releases differ.</summary>
    public QemuRelease Release { get; init; } = QemuRelease.Newest;

    /// <summary>The file that takes a recording of the unit; null for none.</summary>
    public string? Recording { get; init; }
}
