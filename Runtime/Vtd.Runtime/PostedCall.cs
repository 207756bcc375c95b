namespace Vtd.Runtime;

/// <summary>A call out of the unit, decided under the unit's lock.</summary>
/// <param name="sourceId">The device that it is about: bus in bits 15:8, device and function below; null if it is about none.</param>
internal abstract class PostedCall(ushort? sourceId)
{
    /// <summary>The device that it is about, if any.</summary>
    public ushort? SourceId => sourceId;

    /// <summary>Makes the call.</summary>
    /// <returns>Whether it did what it should. If not, or if it throws, <see cref="FailLocked"/> follows.</returns>
    [ForbiddenUnderUnitLock]
    public abstract bool Make();

    /// <summary>The call failed.</summary>
    [RequiresUnitLock]
    public virtual void FailLocked()
    {
    }
}
