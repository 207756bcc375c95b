namespace Vtd.Runtime.Quirks;

/// <summary>Quirks of interrupt remapping, asked once when the unit is made.</summary>
internal readonly struct InterruptQuirks(UnitQuirks quirks)
{
    /// <inheritdoc cref="UnitQuirk.CompatibilityInterruptsPass"/>
    public bool CompatibilityInterruptsPass { get; } = quirks.Contains(UnitQuirk.CompatibilityInterruptsPass);

    /// <inheritdoc cref="UnitQuirk.InterruptEntriesUncached"/>
    public bool InterruptEntriesUncached { get; } = quirks.Contains(UnitQuirk.InterruptEntriesUncached);

    /// <inheritdoc cref="UnitQuirk.InterruptFaultsUnreported"/>
    public bool InterruptFaultsUnreported { get; } = quirks.Contains(UnitQuirk.InterruptFaultsUnreported);

    /// <inheritdoc cref="UnitQuirk.InterruptIndexWraps"/>
    public bool InterruptIndexWraps { get; } = quirks.Contains(UnitQuirk.InterruptIndexWraps);

    /// <inheritdoc cref="UnitQuirk.LooseInterruptEntries"/>
    public bool LooseInterruptEntries { get; } = quirks.Contains(UnitQuirk.LooseInterruptEntries);

    /// <inheritdoc cref="UnitQuirk.SourceBusesSwapped"/>
    public bool SourceBusesSwapped { get; } = quirks.Contains(UnitQuirk.SourceBusesSwapped);
}
