using Vtd.Runtime.Architecture;

namespace Vtd.Tool.Compare;

/// <summary>The machine that both sides of a comparison are.</summary>
internal static class MachineLayout
{
    /// <summary>Guest memory above the first megabyte, which is not plain memory all through.</summary>
    public const ulong MemoryBase = 0x100000;

    /// <summary>Bytes of it.</summary>
    public const ulong MemorySize = 0x40000;

    /// <summary>Where the unit's registers are.</summary>
    public const ulong Registers = 0xFED90000;

    /// <summary>Source ids of the test devices.</summary>
    public static IReadOnlyList<ushort> TestDevices { get; } = [0x18, 0x20];

    /// <summary>Steps after which a machine is as after power-on, with all its memory zero.</summary>
    /// <remarks>QEMU keeps the interrupt remapping table in use over a reset (KnownDeviations), so an empty one comes before it.</remarks>
    public static IReadOnlyList<Step> Renewal { get; } =
    [
        new RequestStep($"writeq 0x{Registers + (ulong)Irta.Offset:x} 0x0"),
        new RequestStep($"writel 0x{Registers + (ulong)Gcmd.Offset:x} 0x{(default(Gcmd) with { SIRTP = true }).Value:x}"),
        new ResetStep(),
        new RequestStep($"memset 0x{MemoryBase:x} 0x{MemorySize:x} 0x0"),
    ];

    /// <summary>Where scripts place the registers of a test device.</summary>
    /// <param name="sourceId">Its source id.</param>
    public static ulong TestDevice(ushort sourceId) => 0xE0000000 + ((ulong)sourceId << 20);

    /// <summary>The command line of such a machine, but for firmware and sockets.</summary>
    /// <param name="unit">The option -device of the VT-d unit.</param>
    public static IReadOnlyList<string> Arguments(string unit) =>
    [
        "-machine", "q35", "-accel", "tcg", "-icount", "shift=0,sleep=off", "-nodefaults", "-display", "none", "-m", "1280K",
        "-device", unit, .. TestDevices.SelectMany(sourceId => new[] { "-device", $"edu,addr={sourceId >> 3:x},dma_mask=0xffffffffffffffff" }),
    ];
}
