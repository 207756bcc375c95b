namespace Vtd.Runtime.Quirks.Catalog;

/// <summary>The quirks of requests of devices that a unit has.</summary>
internal readonly record struct RequestQuirks(UnitQuirks quirks)
{
    /// <inheritdoc cref="UnitQuirk.CachedPagesAreFinal"/>
    public bool CachedPagesAreFinal { get; } = quirks.Contains(UnitQuirk.CachedPagesAreFinal);

    /// <inheritdoc cref="UnitQuirk.DeviceRequestsAsDma"/>
    public bool DeviceRequestsAsDma { get; } = quirks.Contains(UnitQuirk.DeviceRequestsAsDma);

    /// <inheritdoc cref="UnitQuirk.InterruptRangeReasonByCapability"/>
    public bool InterruptRangeReasonByCapability { get; } = quirks.Contains(UnitQuirk.InterruptRangeReasonByCapability);

    /// <inheritdoc cref="UnitQuirk.InterruptReadsPass"/>
    public bool InterruptReadsPass { get; } = quirks.Contains(UnitQuirk.InterruptReadsPass);

    /// <inheritdoc cref="UnitQuirk.LargePagesBesideInterruptRange"/>
    public bool LargePagesBesideInterruptRange { get; } = quirks.Contains(UnitQuirk.LargePagesBesideInterruptRange);

    /// <inheritdoc cref="UnitQuirk.PagesOutliveEntries"/>
    public bool PagesOutliveEntries { get; } = quirks.Contains(UnitQuirk.PagesOutliveEntries);

    /// <inheritdoc cref="UnitQuirk.PasidShownByPagesOnly"/>
    public bool PasidShownByPagesOnly { get; } = quirks.Contains(UnitQuirk.PasidShownByPagesOnly);

    /// <inheritdoc cref="UnitQuirk.PassThroughUnchecked"/>
    public bool PassThroughUnchecked { get; } = quirks.Contains(UnitQuirk.PassThroughUnchecked);

    /// <inheritdoc cref="UnitQuirk.RidPasidShown"/>
    public bool RidPasidShown { get; } = quirks.Contains(UnitQuirk.RidPasidShown);
}
