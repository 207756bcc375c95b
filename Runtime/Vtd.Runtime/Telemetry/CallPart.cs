using Vtd.Runtime.State;

namespace Vtd.Runtime.Telemetry;

/// <summary>Access to the unit for a call to a listener, while a part of the call is made.</summary>
internal sealed class CallPart(UnitState state, UnitEvents events)
{
    /// <summary>Takes the unit's lock until the scope ends.</summary>
    public UnitLock.Scope Hold() => state.Lock.Hold();

    /// <summary>Counts lookups that were made, or calls that are about to be.</summary>
    [RequiresUnitLock]
    public void SpendLocked(int units) => state.Meter.Spend(units);

    /// <summary>Counts a call by what it says.</summary>
    public void Count(ListenerOperation operation) => events.Counters.ListenerCalls[(int)operation]++;

    /// <summary>Reports that a call threw.</summary>
    public void Failed(SourceId? sourceId, Exception error) => events.CallFailed(sourceId, error);
}
