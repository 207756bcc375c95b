using Vtd.Architecture;

namespace Vtd.Conformance.Scripts;

/// <summary>The steps that make a machine as it is after power-on, with all its memory zero.</summary>
/// <remarks>
/// QEMU keeps the interrupt remapping table in use over a reset (KnownDeviations), so an empty one comes before it. A test device keeps all but
/// its configuration space: what it was at is over, and its buffer zero, before the last reset.
/// </remarks>
internal static class Renewal
{
    /// <summary>Bytes of the buffer of a test device; QEMU 7.2 ends at copies of its last byte, so programs do not use that byte.</summary>
    private const int EduBufferSize = 0xFFF;

    /// <summary>The steps, in order.</summary>
    public static IReadOnlyList<Step> Steps { get; } = Make();

    private static IReadOnlyList<Step> Make()
    {
        var writer = new ScriptWriter();
        writer.Continue();
        writer.Write(Irta.Offset, sizeof(ulong), 0);
        writer.Write(Gcmd.Offset, sizeof(uint), (default(Gcmd) with { SIRTP = true }).Value);
        writer.Reset();
        foreach (var device in MachineLayout.TestDevices)
        {
            writer.Enable(device);
            writer.AwaitDma(device);
        }

        writer.Clear(MachineLayout.MemoryBase, MachineLayout.MemorySize);
        foreach (var device in MachineLayout.TestDevices)
        {
            writer.DmaRead(device, MachineLayout.MemoryBase, EduBufferSize);
            writer.Acknowledge(device);
        }

        writer.Reset();
        return writer.Steps;
    }
}
