namespace Vtd.Runtime.Quirks.Catalog;

/// <summary>The quirks of the invalidation queue that a unit has.</summary>
internal readonly record struct QueueQuirks(UnitQuirks quirks)
{
    /// <inheritdoc cref="UnitQuirk.MisalignedTailIgnored"/>
    public bool MisalignedTailIgnored { get; } = quirks.Contains(UnitQuirk.MisalignedTailIgnored);

    /// <inheritdoc cref="UnitQuirk.NarrowQueueInScalableMode"/>
    public bool NarrowQueueInScalableMode { get; } = quirks.Contains(UnitQuirk.NarrowQueueInScalableMode);

    /// <inheritdoc cref="UnitQuirk.QueueResumesAtTail"/>
    public bool QueueResumesAtTail { get; } = quirks.Contains(UnitQuirk.QueueResumesAtTail);

    /// <inheritdoc cref="UnitQuirk.QueueStaysOn"/>
    public bool QueueStaysOn { get; } = quirks.Contains(UnitQuirk.QueueStaysOn);

    /// <inheritdoc cref="UnitQuirk.TailKeptIfMisaligned"/>
    public bool TailKeptIfMisaligned { get; } = quirks.Contains(UnitQuirk.TailKeptIfMisaligned);
}
