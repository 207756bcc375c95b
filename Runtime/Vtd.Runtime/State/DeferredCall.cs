using Vtd.Runtime.Inspection;

namespace Vtd.Runtime.State;

/// <summary>A call out of the unit, decided under the unit's lock and made without it.</summary>
/// <param name="sourceId">The device concerned; null for none.</param>
internal abstract class DeferredCall(SourceId? sourceId)
{
    /// <summary>The device concerned, if any.</summary>
    public SourceId? SourceId => sourceId;

    /// <summary>Makes the call. One whose extent a guest decides does a bounded part of it each time.</summary>
    /// <returns>The progress of the call. An exception counts as <see cref="CallProgress.Failed"/>.</returns>
    [ForbiddenUnderUnitLock]
    public abstract CallProgress Advance();

    /// <summary>Describes the call for dumps.</summary>
    public virtual DumpedCall Describe() => new() { Other = GetType().Name };

    /// <summary>Takes note that the call failed.</summary>
    [RequiresUnitLock]
    public virtual void FailLocked()
    {
    }
}

/// <summary>The progress of a call out of the unit.</summary>
internal enum CallProgress
{
    /// <summary>The call is finished.</summary>
    Done,

    /// <summary>The call is finished and had no effect.</summary>
    Failed,

    /// <summary>A part of the call is left: it is advanced again before any other call is made.</summary>
    Unfinished,
}
