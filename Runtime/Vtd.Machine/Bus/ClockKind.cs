namespace Vtd.Machine.Bus;

/// <summary>The kind of clock that virtual time follows.</summary>
public enum ClockKind
{
    /// <summary>The time of day, as with processors that run.</summary>
    Real,

    /// <summary>The requests clock_step and clock_set.</summary>
    Stepped,

    /// <summary>Jumps to whatever is due next, as with processors that sleep and an instruction counter.</summary>
    Jumping,
}
