using Vtd.Runtime.Architecture;
using Vtd.Tool.Compare.Programs;

namespace Vtd.Tool.Compare;

/// <summary>The machine that both sides of a comparison are.</summary>
internal static class MachineLayout
{
    /// <summary>Guest memory above the first megabyte, which is not plain memory all through.</summary>
    public const ulong MemoryBase = 0x100000;

    /// <summary>Bytes of it.</summary>
    public const int MemorySize = 0x40000;

    /// <summary>Where the unit's registers are.</summary>
    public const ulong Registers = 0xFED90000;

    /// <summary>Bytes of the buffer of a test device; QEMU 7.2 ends at copies of its last byte, which nobody uses therefore.</summary>
    private const int EduBufferSize = 0xFFF;

    /// <summary>Source ids of the test devices.</summary>
    public static IReadOnlyList<ushort> TestDevices { get; } = [0x18, 0x20];

    /// <summary>Steps after which a machine is as after power-on, with all its memory zero.</summary>
    public static IReadOnlyList<Step> Renewal { get; } = Renew();

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

    /// <remarks>
    /// QEMU keeps the interrupt remapping table in use over a reset (KnownDeviations), so an empty one comes before it. A test device keeps all but
    /// its configuration space: what it was at is over, and its buffer zero, before the last reset.
    /// </remarks>
    private static IReadOnlyList<Step> Renew()
    {
        var writer = new ScriptWriter();
        writer.Continue();
        writer.Write(Irta.Offset, sizeof(ulong), 0);
        writer.Write(Gcmd.Offset, sizeof(uint), (default(Gcmd) with { SIRTP = true }).Value);
        writer.Reset();
        foreach (var device in TestDevices)
        {
            writer.Enable(device);
            writer.AwaitDma(device);
        }

        writer.Clear(MemoryBase, MemorySize);
        foreach (var device in TestDevices)
        {
            writer.DmaRead(device, MemoryBase, EduBufferSize);
            writer.Acknowledge(device);
        }

        writer.Reset();
        return writer.Steps;
    }
}
