using Vtd.Architecture;

namespace Vtd.Runtime.Tables;

/// <summary>A present, legal interrupt remapping entry, decoded.</summary>
internal readonly record struct InterruptEntry
{
    /// <summary>The sources that may use the entry.</summary>
    public InterruptSource Source { get; init; }

    /// <summary>Qualified faults of requests for the entry are not reported (FPD).</summary>
    public bool IsFaultProcessingDisabled { get; init; }

    /// <summary>Interrupts of the entry are posted; otherwise they go out as <see cref="Message"/>.</summary>
    public bool IsPosted { get; init; }

    /// <summary>The message of a remapped interrupt.</summary>
    public CompatibilityMsi Message { get; init; }

    /// <summary>The destination of a posted interrupt.</summary>
    public PostingTarget Target { get; init; }
}

/// <summary>The destination of posted interrupts.</summary>
/// <param name="Descriptor">Address of the posted-interrupt descriptor.</param>
/// <param name="Vector">The virtual interrupt.</param>
/// <param name="IsUrgent">Whether software is notified even while notifications are suppressed.</param>
internal readonly record struct PostingTarget(ulong Descriptor, byte Vector, bool IsUrgent);
