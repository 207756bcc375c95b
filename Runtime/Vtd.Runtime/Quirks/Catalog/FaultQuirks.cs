namespace Vtd.Runtime.Quirks.Catalog;

/// <summary>The quirks of fault recording that a unit has.</summary>
internal readonly record struct FaultQuirks(UnitQuirks quirks)
{
    /// <inheritdoc cref="UnitQuirk.FaultEventStaysPending"/>
    public bool FaultEventStaysPending { get; } = quirks.Contains(UnitQuirk.FaultEventStaysPending);

    /// <inheritdoc cref="UnitQuirk.FewerQualifiedReasons"/>
    public bool FewerQualifiedReasons { get; } = quirks.Contains(UnitQuirk.FewerQualifiedReasons);
}
