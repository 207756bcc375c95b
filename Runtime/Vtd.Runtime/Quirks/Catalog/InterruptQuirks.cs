namespace Vtd.Runtime.Quirks.Catalog;

/// <summary>The quirks of interrupt remapping that a unit has.</summary>
internal readonly record struct InterruptQuirks(UnitQuirks quirks)
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
