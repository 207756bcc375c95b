using Vtd.Machine.Board;

namespace Vtd.Conformance.Deviations;

/// <summary>A deviation of a device of QEMU from its data sheet, which ours can reproduce.</summary>
internal sealed record BoardDeviation(BoardQuirks Quirk, string Reason) : KnownDeviation(Quirk.ToString(), Reason);

/// <summary>All known deviations of devices of the board.</summary>
internal static class BoardDeviations
{
    /// <summary>The deviations of one release of QEMU.</summary>
    public static IEnumerable<BoardDeviation> Of(Version release) => All.Where(known => BoardReleases.QuirksOf(release).HasFlag(known.Quirk));

    /// <summary>One for each quirk.</summary>
    public static IReadOnlyList<BoardDeviation> All { get; } =
    [
        new(BoardQuirks.SerialStartsWithOut2, "MCR is 08h after a reset; the data sheet has 0 (PC16550D, reset of MCR)"),
        new(BoardQuirks.SerialKeepsFifos, "FIFOs and their trigger level outlive a reset, which IIR does not show; the data sheet has FCR 0 (PC16550D, reset of FCR)"),
        new(BoardQuirks.SerialLoopsWholeBytes, "loopback passes eight bits whatever LCR says; by the data sheet a character has the bits of WLS (PC16550D, line control)"),
        new(
            BoardQuirks.SerialClearsWithoutFifos,
            "bits 1 and 2 of FCR act in a write without bit 0; by the data sheet they are not programmed then (PC16550D, FIFO control)"),
        new(
            BoardQuirks.SerialMissesModemChanges,
            "the delta bits of MSR stay 0 in loopback; by the data sheet the outputs of MCR are its inputs then and interrupt (PC16550D, modem control)"),
        new(
            BoardQuirks.ClockKeepsUpdateInterrupts,
            "UIE outlives a reset; by the data sheet RESET clears it as it does PIE and AIE (MC146818, register B)"),
        new(
            BoardQuirks.ClockPeriodNeedsInterrupt,
            "PF is set only while PIE is; by the data sheet the rate sets it whatever PIE says (MC146818, register C)"),
        new(
            BoardQuirks.TimersSplitAccesses,
            "a write of eight bytes is two of four, so that SETVALUE counts for the lower half alone; the specification has accesses of 64 bits (HPET 1.0a, accesses)"),
        new(
            BoardQuirks.TimersKeepUpperHalf,
            "the upper half of a comparator can be written with 32 bits; by the specification it is not there then (HPET 1.0a, timer configuration)"),
        new(
            BoardQuirks.TimersKeepStatus,
            "the interrupt status outlives a reset; the specification has it 0 then (HPET 1.0a, general interrupt status)"),
    ];
}
