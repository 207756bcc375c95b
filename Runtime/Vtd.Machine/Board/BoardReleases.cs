namespace Vtd.Machine.Board;

/// <summary>The releases of QEMU that have a quirk of a device of the board.</summary>
public static class BoardReleases
{
    private const BoardQuirks GoneFrom10 = BoardQuirks.TimersSplitAccesses | BoardQuirks.TimersKeepUpperHalf;

    private const BoardQuirks Since10 = BoardQuirks.TimersKeepStatus;

    /// <summary>The quirks of a release. Between two releases that were examined, a change counts from the later one on.</summary>
    public static BoardQuirks QuirksOf(Version release) => BoardQuirks.Qemu & ~(release.Major < 10 ? Since10 : GoneFrom10);
}
