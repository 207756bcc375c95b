using Vtd.Runtime.HostDevices;
using Vtd.Runtime.State;

namespace Vtd.Runtime;

/// <summary>A host device that was added to a unit. Disposing removes it.</summary>
internal sealed class HostRegistration(UnitState state, DeferredCallPump pump, HostDeviceSet devices, HostDevice device) : IDisposable
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The host failed to detach the device.</exception>
    public void Dispose()
    {
        using (pump.Decide())
            devices.Remove(device);
        using var held = state.Lock.Hold();
        if (devices.IsStuck(device))
            throw new InvalidOperationException($"The host failed to detach the host device {device.SourceId}.");
    }
}
