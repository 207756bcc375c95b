namespace Vtd.Tool.Replay;

/// <summary>A place where the recorded machine is known to do other than the architecture asks.</summary>
/// <param name="Name">Short and unique.</param>
/// <param name="Reason">What the machine does, what the architecture asks, and where it says so.</param>
/// <param name="Explains">Whether a difference is this very situation. Narrow: never a whole register or kind of effect.</param>
internal sealed record KnownDeviation(string Name, string Reason, Func<Difference, bool> Explains);

/// <summary>All known deviations of the recorded machines.</summary>
internal static class KnownDeviations
{
    /// <summary>None so far: nothing that the recorded kernels did makes the unit and QEMU 10.2.2 differ.</summary>
    public static IReadOnlyList<KnownDeviation> All { get; } = [];
}
