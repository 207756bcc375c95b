namespace Vtd.Runtime.Quirks.Catalog;

/// <summary>The quirks of page tables that a unit has.</summary>
internal readonly record struct PageTableQuirks(UnitQuirks quirks)
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

    /// <inheritdoc cref="UnitQuirk.SnoopBitIgnored"/>
    public bool SnoopBitIgnored { get; } = quirks.Contains(UnitQuirk.SnoopBitIgnored);

    /// <inheritdoc cref="UnitQuirk.TransientMappingIgnored"/>
    public bool TransientMappingIgnored { get; } = quirks.Contains(UnitQuirk.TransientMappingIgnored);
}
