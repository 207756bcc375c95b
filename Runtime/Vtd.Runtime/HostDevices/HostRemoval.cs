using Vtd.Runtime.State;

namespace Vtd.Runtime.HostDevices;

/// <summary>Removes a device from the unit when all calls that detach it are made, unless one of them failed.</summary>
internal sealed class HostRemoval(HostDevice device, List<HostDevice> devices, UnitLock unitLock) : DeferredCall(device.SourceId)
{
    /// <inheritdoc/>
    public override CallProgress Advance()
    {
        using (unitLock.Hold())
        {
            if (device.IsAtRest)
                devices.Remove(device);
        }
        return CallProgress.Done;
    }
}
