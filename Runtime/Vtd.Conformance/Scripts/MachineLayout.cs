using Vtd.Runtime;

namespace Vtd.Conformance.Scripts;

/// <summary>The machine that both sides of a comparison are.</summary>
internal static class MachineLayout
{
    /// <summary>Guest memory above the first megabyte, which is not plain memory all through.</summary>
    public const ulong MemoryBase = 0x100000;

    /// <summary>Bytes of it.</summary>
    public const int MemorySize = 0x40000;

    /// <summary>Address of the unit's registers.</summary>
    public const ulong Registers = 0xFED90000;

    /// <summary>The option -chardev of nothing at the other end of the serial port.</summary>
    public const string NoSerial = "null";

    /// <summary>Source ids of the test devices.</summary>
    public static IReadOnlyList<ushort> TestDevices { get; } = [0x18, 0x20];

    /// <summary>Address at which scripts place the registers of a test device.</summary>
    /// <param name="sourceId">The source id.</param>
    public static ulong TestDevice(ushort sourceId) => 0xE0000000 + ((ulong)sourceId << 20);

    /// <summary>The command line of such a machine, but for firmware and sockets.</summary>
    /// <param name="unit">The option -device of the VT-d unit.</param>
    /// <param name="serial">The option -chardev of what the serial port is connected to, without its id.</param>
    public static IReadOnlyList<string> Arguments(string unit, string serial) =>
    [
        "-machine", "q35", "-accel", "tcg", "-icount", "shift=0,sleep=off", "-nodefaults", "-display", "none", "-m", "1280K",
        "-device", unit, .. TestDevices.SelectMany(sourceId => new[] { "-device", $"edu,addr={new SourceId(sourceId).Device:x},dma_mask=0xffffffffffffffff" }),
        "-chardev", $"{serial},id=serial", "-device", "isa-serial,chardev=serial", "-rtc", "base=2026-01-02T03:04:05,clock=vm",
    ];
}
