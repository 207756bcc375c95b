namespace Vtd.Machine.Board;

/// <summary>Deviations of QEMU's devices from their data sheets, each of which a device of the board can match.</summary>
[Flags]
public enum BoardQuirks
{
    /// <summary>None: the devices are those of their data sheets.</summary>
    None = 0,

    /// <summary>The serial port has OUT2 set after a reset.</summary>
    SerialStartsWithOut2 = 1 << 0,

    /// <summary>The serial port has FIFOs after a reset if it had them before, though IIR does not say so.</summary>
    SerialKeepsFifos = 1 << 1,

    /// <summary>The serial port loops back all eight bits, whatever the length of a character.</summary>
    SerialLoopsWholeBytes = 1 << 2,

    /// <summary>The serial port empties its FIFOs even if the write does not enable them.</summary>
    SerialClearsWithoutFifos = 1 << 3,

    /// <summary>The serial port does not notice changes of the modem status that software makes.</summary>
    SerialMissesModemChanges = 1 << 4,

    /// <summary>The clock has UIE after a reset if it had it before.</summary>
    ClockKeepsUpdateInterrupts = 1 << 5,

    /// <summary>The clock has a periodic rate only while PIE is set.</summary>
    ClockPeriodNeedsInterrupt = 1 << 6,

    /// <summary>The event timers take a write of eight bytes as two of four.</summary>
    TimersSplitAccesses = 1 << 7,

    /// <summary>A comparator of 32 bits keeps what is written to its upper half.</summary>
    TimersKeepUpperHalf = 1 << 8,

    /// <summary>The interrupt status of the event timers outlives a reset.</summary>
    TimersKeepStatus = 1 << 9,

    /// <summary>All of them.</summary>
    Qemu = SerialStartsWithOut2 | SerialKeepsFifos | SerialLoopsWholeBytes | SerialClearsWithoutFifos | SerialMissesModemChanges
        | ClockKeepsUpdateInterrupts | ClockPeriodNeedsInterrupt | TimersSplitAccesses | TimersKeepUpperHalf | TimersKeepStatus,
}
