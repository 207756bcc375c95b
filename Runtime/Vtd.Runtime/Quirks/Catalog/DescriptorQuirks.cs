namespace Vtd.Runtime.Quirks.Catalog;

/// <summary>The quirks of invalidation descriptors that a unit has.</summary>
internal readonly record struct DescriptorQuirks(UnitQuirks quirks)
{
    /// <inheritdoc cref="UnitQuirk.ContextDomainIsGlobal"/>
    public bool ContextDomainIsGlobal { get; } = quirks.Contains(UnitQuirk.ContextDomainIsGlobal);

    /// <inheritdoc cref="UnitQuirk.EightBitPageMask"/>
    public bool EightBitPageMask { get; } = quirks.Contains(UnitQuirk.EightBitPageMask);

    /// <inheritdoc cref="UnitQuirk.FenceAloneRefused"/>
    public bool FenceAloneRefused { get; } = quirks.Contains(UnitQuirk.FenceAloneRefused);

    /// <inheritdoc cref="UnitQuirk.LoosePageGroupResponse"/>
    public bool LoosePageGroupResponse { get; } = quirks.Contains(UnitQuirk.LoosePageGroupResponse);

    /// <inheritdoc cref="UnitQuirk.OldDescriptors"/>
    public bool OldDescriptors { get; } = quirks.Contains(UnitQuirk.OldDescriptors);

    /// <inheritdoc cref="UnitQuirk.PageGroupResponsesUnknown"/>
    public bool PageGroupResponsesUnknown { get; } = quirks.Contains(UnitQuirk.PageGroupResponsesUnknown);

    /// <inheritdoc cref="UnitQuirk.PasidAddressMaskBounded"/>
    public bool PasidAddressMaskBounded { get; } = quirks.Contains(UnitQuirk.PasidAddressMaskBounded);

    /// <inheritdoc cref="UnitQuirk.PasidCacheInvalidationsIgnored"/>
    public bool PasidCacheInvalidationsIgnored { get; } = quirks.Contains(UnitQuirk.PasidCacheInvalidationsIgnored);

    /// <inheritdoc cref="UnitQuirk.PasidInvalidationsDropSecondStage"/>
    public bool PasidInvalidationsDropSecondStage { get; } = quirks.Contains(UnitQuirk.PasidInvalidationsDropSecondStage);

    /// <inheritdoc cref="UnitQuirk.StatusWriteMustSucceed"/>
    public bool StatusWriteMustSucceed { get; } = quirks.Contains(UnitQuirk.StatusWriteMustSucceed);

    /// <inheritdoc cref="UnitQuirk.UnboundedIndexMask"/>
    public bool UnboundedIndexMask { get; } = quirks.Contains(UnitQuirk.UnboundedIndexMask);
}
