namespace Vtd.Traces;

/// <summary>The outcome of a fault.</summary>
public enum FaultEnding
{
    /// <summary>The fault was recorded.</summary>
    Recorded,

    /// <summary>The fault was not recorded because one of the same source was.</summary>
    Collapsed,

    /// <summary>No fault recording register was free.</summary>
    Overflowed,

    /// <summary>The fault was not recorded because an overflow before it was not yet cleared (PFO).</summary>
    OverflowedBefore,
}
