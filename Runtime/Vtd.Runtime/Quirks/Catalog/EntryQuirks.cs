namespace Vtd.Runtime.Quirks.Catalog;

/// <summary>The quirks of root, context and PASID entries that a unit has.</summary>
internal readonly record struct EntryQuirks(UnitQuirks quirks)
{
    /// <inheritdoc cref="UnitQuirk.ContextPermissionsAlways"/>
    public bool ContextPermissionsAlways { get; } = quirks.Contains(UnitQuirk.ContextPermissionsAlways);

    /// <inheritdoc cref="UnitQuirk.LegacyReasonsInScalableMode"/>
    public bool LegacyReasonsInScalableMode { get; } = quirks.Contains(UnitQuirk.LegacyReasonsInScalableMode);

    /// <inheritdoc cref="UnitQuirk.LoosePasidTables"/>
    public bool LoosePasidTables { get; } = quirks.Contains(UnitQuirk.LoosePasidTables);

    /// <inheritdoc cref="UnitQuirk.OnePasidReason"/>
    public bool OnePasidReason { get; } = quirks.Contains(UnitQuirk.OnePasidReason);

    /// <inheritdoc cref="UnitQuirk.PagesPerSource"/>
    public bool PagesPerSource { get; } = quirks.Contains(UnitQuirk.PagesPerSource);

    /// <inheritdoc cref="UnitQuirk.PasidDisableNeedsEntry"/>
    public bool PasidDisableNeedsEntry { get; } = quirks.Contains(UnitQuirk.PasidDisableNeedsEntry);

    /// <inheritdoc cref="UnitQuirk.PasidEntriesUncached"/>
    public bool PasidEntriesUncached { get; } = quirks.Contains(UnitQuirk.PasidEntriesUncached);

    /// <inheritdoc cref="UnitQuirk.PasidEntryBeforeCachedPage"/>
    public bool PasidEntryBeforeCachedPage { get; } = quirks.Contains(UnitQuirk.PasidEntryBeforeCachedPage);

    /// <inheritdoc cref="UnitQuirk.PasidPresenceAtContext"/>
    public bool PasidPresenceAtContext { get; } = quirks.Contains(UnitQuirk.PasidPresenceAtContext);

    /// <inheritdoc cref="UnitQuirk.PasidRequestsUnchecked"/>
    public bool PasidRequestsUnchecked { get; } = quirks.Contains(UnitQuirk.PasidRequestsUnchecked);

    /// <inheritdoc cref="UnitQuirk.PasidTypesAreSecondStage"/>
    public bool PasidTypesAreSecondStage { get; } = quirks.Contains(UnitQuirk.PasidTypesAreSecondStage);

    /// <inheritdoc cref="UnitQuirk.PassThroughNeedsPasidWidth"/>
    public bool PassThroughNeedsPasidWidth { get; } = quirks.Contains(UnitQuirk.PassThroughNeedsPasidWidth);

    /// <inheritdoc cref="UnitQuirk.PassThroughNeedsTable"/>
    public bool PassThroughNeedsTable { get; } = quirks.Contains(UnitQuirk.PassThroughNeedsTable);

    /// <inheritdoc cref="UnitQuirk.RidPasidAlways"/>
    public bool RidPasidAlways { get; } = quirks.Contains(UnitQuirk.RidPasidAlways);

    /// <inheritdoc cref="UnitQuirk.RidPasidIgnored"/>
    public bool RidPasidIgnored { get; } = quirks.Contains(UnitQuirk.RidPasidIgnored);

    /// <inheritdoc cref="UnitQuirk.RootHalvesTogether"/>
    public bool RootHalvesTogether { get; } = quirks.Contains(UnitQuirk.RootHalvesTogether);
}
