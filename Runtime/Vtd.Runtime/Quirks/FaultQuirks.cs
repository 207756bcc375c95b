namespace Vtd.Runtime.Quirks;

/// <summary>Quirks of fault recording, asked once when the unit is made.</summary>
internal readonly struct FaultQuirks(UnitQuirks quirks)
{
    /// <inheritdoc cref="UnitQuirk.FaultEventStaysPending"/>
    public bool FaultEventStaysPending { get; } = quirks.Contains(UnitQuirk.FaultEventStaysPending);

    /// <inheritdoc cref="UnitQuirk.FewerQualifiedReasons"/>
    public bool FewerQualifiedReasons { get; } = quirks.Contains(UnitQuirk.FewerQualifiedReasons);
}
