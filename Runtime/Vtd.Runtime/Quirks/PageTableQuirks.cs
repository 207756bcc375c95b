namespace Vtd.Runtime.Quirks;

/// <summary>Quirks of page tables, asked once when the unit is made.</summary>
internal readonly struct PageTableQuirks(UnitQuirks quirks)
{
    /// <inheritdoc cref="UnitQuirk.AllOnesUnreadable"/>
    public bool AllOnesUnreadable { get; } = quirks.Contains(UnitQuirk.AllOnesUnreadable);

    /// <inheritdoc cref="UnitQuirk.CachedPagesAreFinal"/>
    public bool CachedPagesAreFinal { get; } = quirks.Contains(UnitQuirk.CachedPagesAreFinal);

    /// <inheritdoc cref="UnitQuirk.DirtyOnlyWithAccessed"/>
    public bool DirtyOnlyWithAccessed { get; } = quirks.Contains(UnitQuirk.DirtyOnlyWithAccessed);

    /// <inheritdoc cref="UnitQuirk.ExtendedAccessedIgnored"/>
    public bool ExtendedAccessedIgnored { get; } = quirks.Contains(UnitQuirk.ExtendedAccessedIgnored);

    /// <inheritdoc cref="UnitQuirk.FirstStageRightsFirst"/>
    public bool FirstStageRightsFirst { get; } = quirks.Contains(UnitQuirk.FirstStageRightsFirst);

    /// <inheritdoc cref="UnitQuirk.LegacyReasonsInScalableMode"/>
    public bool LegacyReasonsInScalableMode { get; } = quirks.Contains(UnitQuirk.LegacyReasonsInScalableMode);

    /// <inheritdoc cref="UnitQuirk.NoExecuteIgnored"/>
    public bool NoExecuteIgnored { get; } = quirks.Contains(UnitQuirk.NoExecuteIgnored);

    /// <inheritdoc cref="UnitQuirk.SnoopBitIgnoredInScalableMode"/>
    public bool SnoopBitIgnoredInScalableMode { get; } = quirks.Contains(UnitQuirk.SnoopBitIgnoredInScalableMode);
}
