using Vtd.Runtime.AddressSpaces;
using Vtd.Runtime.Caches;
using Vtd.Runtime.HostDevices;
using Vtd.Runtime.InterruptRemapping;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.Invalidation;

/// <summary>Invalidates what the unit, host devices and listeners keep of the guest's tables, however that was asked for (6.5), and has it counted.</summary>
[GuardedByUnitLock]
internal sealed class Invalidator(
    UnitState state,
    UnitCaches caches,
    HostDeviceSet hostDevices,
    ListenerSet listeners,
    InterruptListenerSet interruptListeners,
    InvalidationReport report)
{
    /// <summary>Invalidates all copies of stale entries.</summary>
    /// <remarks>Host devices lose access before listeners are told: a listener can map pages for the next owner at once.</remarks>
    public void Invalidate(in Stale stale)
    {
        if (stale.Kind == StaleKind.None)
            return;
        state.Meter.SpendLooks(caches.InvalidateLocked(stale));
        hostDevices.Invalidate(stale);
        listeners.Invalidate(stale);
        interruptListeners.Invalidate(stale);
        report.Invalidated(stale);
    }
}
