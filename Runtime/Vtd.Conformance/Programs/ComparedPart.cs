namespace Vtd.Conformance.Programs;

/// <summary>The part of the machine that a comparison is about.</summary>
public enum ComparedPart
{
    /// <summary>The VT-d unit.</summary>
    Unit,

    /// <summary>The serial port.</summary>
    Uart,

    /// <summary>The clock.</summary>
    Rtc,

    /// <summary>The event timers.</summary>
    Hpet,
}
