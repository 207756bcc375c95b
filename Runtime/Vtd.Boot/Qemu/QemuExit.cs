namespace Vtd.Boot.Qemu;

/// <summary>The end of a QEMU.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="LastWords">The last that QEMU said, in one line; empty if it said nothing.</param>
/// <param name="ShutdownReason">Why QEMU shut the machine down, in its words; null if it did not.</param>
public sealed record QemuExit(int ExitCode, string LastWords, string? ShutdownReason)
{
    /// <summary>Whether the guest switched the machine off.</summary>
    public bool IsPowerOff => ShutdownReason == "guest-shutdown" && ExitCode == 0;

    /// <summary>Whether a signal told QEMU to end.</summary>
    public bool IsSignal => ShutdownReason == "host-signal";
}
