using Vtd.Runtime.AddressSpaces;

namespace Vtd.Runtime;

// What stands behind the unit or follows what it does.
public sealed partial class VtdUnit
{
    /// <summary>Gives a host device to the guest and attaches it to what the guest's tables say.</summary>
    /// <param name="sourceId">The source-id of the device.</param>
    /// <param name="device">The host's side of the device.</param>
    /// <param name="limits">Capabilities of the host for the device; null for a host that can do everything.</param>
    /// <returns>An object whose disposal takes the device from the guest. When <see cref="IDisposable.Dispose"/> returns, the device's PASIDs are
    /// detached and it is back on its default table. It throws an <see cref="InvalidOperationException"/> if the host failed to detach the device:
    /// the device stays with the unit, which attaches nothing to it any more, and another disposal, or a reset, tries again.</returns>
    /// <remarks>From inside a call of the unit the removal follows after that call, and a failure shows in <see cref="UnitCounts.StuckAttachments"/>.</remarks>
    /// <exception cref="ArgumentException">The unit has a host device with this source-id already, or a limit is out of range.</exception>
    public IDisposable AddHostDevice(SourceId sourceId, IHostDevice device, HostDeviceLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        limits ??= new();
        limits.Validate();
        using var decision = _parts.Pump.Decide();
        return _parts.HostDevices.TryAdd(sourceId, device, limits, out var added)
            ? new HostRegistration(_parts.State, _parts.Pump, _parts.HostDevices, added)
            : throw new ArgumentException($"There is a host device {sourceId} already.");
    }

    /// <summary>Adds a device behind the unit that keeps translations of its own or sends page requests.</summary>
    /// <param name="sourceId">The source-id of the device.</param>
    /// <param name="endpoint">The device.</param>
    /// <returns>An object whose disposal removes the endpoint. When <see cref="IDisposable.Dispose"/> returns, no call to the endpoint is under way or to
    /// come, unless it was called from inside one.</returns>
    /// <exception cref="ArgumentException">The unit has an endpoint with this source-id already, or has no support for device
    /// TLBs (ECAP.DT is 0).</exception>
    public IDisposable AddEndpoint(SourceId sourceId, IEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!_parts.State.Capabilities.ECAP.DT)
            throw new ArgumentException("The unit has no support for device TLBs (ECAP.DT is 0).");
        using var decision = _parts.Pump.Decide();
        return _parts.Endpoints.TryAdd(sourceId, endpoint)
            ? new Registration(_parts.Pump, () => _parts.Endpoints.Remove(sourceId))
            : throw new ArgumentException($"There is an endpoint {sourceId} already.");
    }

    /// <summary>Adds a listener that follows the address space of a device, or of one PASID of it, and tells the listener the present state.</summary>
    /// <param name="sourceId">The source-id of the device.</param>
    /// <param name="pasid">The PASID: 20 bits; null for requests without.</param>
    /// <param name="listener">The listener.</param>
    /// <returns>An object whose disposal ends that. When <see cref="IDisposable.Dispose"/> returns, no call about the address space is under way or to come,
    /// unless it was called from inside one.</returns>
    /// <exception cref="ArgumentException">The listener follows this address space already, or wants mappings of a unit without caching mode
    /// (CAP.CM is 0), to which software does not announce them.</exception>
    /// <exception cref="InvalidOperationException">The listener wants mappings, and requests go through first-stage tables now: software sends no invalidation
    /// when a page of these becomes present, so that mappings cannot be announced.</exception>
    public IDisposable AddTranslationListener(SourceId sourceId, uint? pasid, ITranslationListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var space = new AddressSpace(sourceId, pasid);
        var wantsMappings = listener.WantsMappings;
        if (wantsMappings && !_parts.State.Capabilities.CAP.CM)
            throw new ArgumentException("A listener that wants mappings needs a unit with caching mode (CAP.CM is 0).");
        using var decision = _parts.Pump.Decide();
        if (wantsMappings && _parts.Listeners.HasFirstStage(space))
        {
            throw new InvalidOperationException(
                $"Requests of {sourceId} go through first-stage tables, of which mappings cannot be announced: software sends no invalidation when a page "
                + "of them becomes present. Add a listener that does not want mappings.");
        }
        return _parts.Listeners.TryAdd(space, listener, wantsMappings)
            ? new Registration(_parts.Pump, () => _parts.Listeners.Remove(space, listener))
            : throw new ArgumentException($"The listener follows this address space of {sourceId} already.");
    }

    /// <summary>Adds a listener that is told of stale interrupt remapping entries.</summary>
    /// <param name="listener">The listener.</param>
    /// <returns>An object whose disposal ends that. When <see cref="IDisposable.Dispose"/> returns, no call to the listener is under way or to come, unless
    /// it was called from inside one.</returns>
    /// <exception cref="ArgumentException">The listener was added before.</exception>
    public IDisposable AddInterruptListener(IInterruptListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        using var decision = _parts.Pump.Decide();
        return _parts.InterruptListeners.TryAdd(listener)
            ? new Registration(_parts.Pump, () => _parts.InterruptListeners.Remove(listener))
            : throw new ArgumentException("The listener was added before.");
    }
}
