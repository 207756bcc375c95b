namespace Vtd.Runtime.Quirks.Catalog;

/// <summary>The quirks of registers and commands that a unit has.</summary>
internal readonly record struct RegisterQuirks(UnitQuirks quirks)
{
    /// <inheritdoc cref="UnitQuirk.CompatibilityInterruptsPass"/>
    public bool CompatibilityInterruptsPass { get; } = quirks.Contains(UnitQuirk.CompatibilityInterruptsPass);

    /// <inheritdoc cref="UnitQuirk.ContextDomainIsGlobal"/>
    public bool ContextDomainIsGlobal { get; } = quirks.Contains(UnitQuirk.ContextDomainIsGlobal);

    /// <inheritdoc cref="UnitQuirk.InterruptTableSurvivesReset"/>
    public bool InterruptTableSurvivesReset { get; } = quirks.Contains(UnitQuirk.InterruptTableSurvivesReset);

    /// <inheritdoc cref="UnitQuirk.PageRequestEventUnmasked"/>
    public bool PageRequestEventUnmasked { get; } = quirks.Contains(UnitQuirk.PageRequestEventUnmasked);

    /// <inheritdoc cref="UnitQuirk.RegisterCommandsHang"/>
    public bool RegisterCommandsHang { get; } = quirks.Contains(UnitQuirk.RegisterCommandsHang);

    /// <inheritdoc cref="UnitQuirk.RegisterCommandsInScalableMode"/>
    public bool RegisterCommandsInScalableMode { get; } = quirks.Contains(UnitQuirk.RegisterCommandsInScalableMode);

    /// <inheritdoc cref="UnitQuirk.SwitchesDropCaches"/>
    public bool SwitchesDropCaches { get; } = quirks.Contains(UnitQuirk.SwitchesDropCaches);

    /// <inheritdoc cref="UnitQuirk.TableModeByOneBit"/>
    public bool TableModeByOneBit { get; } = quirks.Contains(UnitQuirk.TableModeByOneBit);

    /// <inheritdoc cref="UnitQuirk.TranslationNeedsSecondStageWidth"/>
    public bool TranslationNeedsSecondStageWidth { get; } = quirks.Contains(UnitQuirk.TranslationNeedsSecondStageWidth);

    /// <inheritdoc cref="UnitQuirk.UpperEventAddressesStayZero"/>
    public bool UpperEventAddressesStayZero { get; } = quirks.Contains(UnitQuirk.UpperEventAddressesStayZero);

    /// <inheritdoc cref="UnitQuirk.WideControlWritesHalved"/>
    public bool WideControlWritesHalved { get; } = quirks.Contains(UnitQuirk.WideControlWritesHalved);

    /// <inheritdoc cref="UnitQuirk.WideStatusWritesUnnoticed"/>
    public bool WideStatusWritesUnnoticed { get; } = quirks.Contains(UnitQuirk.WideStatusWritesUnnoticed);
}
