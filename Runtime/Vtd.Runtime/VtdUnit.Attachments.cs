using Vtd.Runtime.AddressSpaces;

namespace Vtd.Runtime;

// What stands behind the unit or follows what it does.
public sealed partial class VtdUnit
{
    /// <summary>Gives a host device to the guest and attaches it to what the guest's tables say.</summary>
    /// <param name="sourceId">Bus in bits 15:8, device and function below.</param>
    /// <param name="device">The host's side of it.</param>
    /// <param name="limits">What the host can do for it; null for a host that can do everything.</param>
    /// <exception cref="ArgumentException">There is a host device of this source id already, or a limit is out of range.</exception>
    public void AddHostDevice(ushort sourceId, IHostDevice device, HostDeviceLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        limits ??= new();
        limits.Validate();
        Change(() => _parts.HostDevices.TryAdd(sourceId, device, limits), $"There is a host device {sourceId:X4} already.");
    }

    /// <summary>Takes a host device from the guest. When this returns its PASIDs are detached and it is back on its default table.</summary>
    /// <param name="sourceId">Bus in bits 15:8, device and function below.</param>
    /// <exception cref="ArgumentException">There is no host device of this source id.</exception>
    /// <exception cref="InvalidOperationException">The host failed to detach the device. It stays with the unit, which attaches nothing to it any more;
    /// another call, or a reset, tries again.</exception>
    /// <remarks>From inside a call of the unit the removal follows after that call, and a failure shows in <see cref="UnitCounts.StuckAttachments"/>.</remarks>
    public void RemoveHostDevice(ushort sourceId)
    {
        Change(() => _parts.HostDevices.TryRemove(sourceId), $"There is no host device {sourceId:X4}.");
        using var held = _parts.State.Lock.Hold();
        if (_parts.HostDevices.IsStuck(sourceId))
            throw new InvalidOperationException($"The host failed to detach the host device {sourceId:X4}.");
    }

    /// <summary>Says that a device behind the unit keeps translations of its own or sends page requests.</summary>
    /// <param name="sourceId">Bus in bits 15:8, device and function below.</param>
    /// <param name="endpoint">The device.</param>
    /// <exception cref="ArgumentException">There is an endpoint of this source id already, or the unit has no support for device
    /// TLBs (ECAP.DT is 0).</exception>
    public void AddEndpoint(ushort sourceId, IEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!_parts.State.Capabilities.ECAP.DT)
            throw new ArgumentException("The unit has no support for device TLBs (ECAP.DT is 0).");
        Change(() => _parts.Endpoints.TryAdd(sourceId, endpoint), $"There is an endpoint {sourceId:X4} already.");
    }

    /// <summary>Removes an endpoint. When this returns no call to the endpoint is under way or to come, unless this was called from inside one.</summary>
    /// <param name="sourceId">Bus in bits 15:8, device and function below.</param>
    /// <exception cref="ArgumentException">There is no endpoint of this source id.</exception>
    public void RemoveEndpoint(ushort sourceId) =>
        Change(() => _parts.Endpoints.TryRemove(sourceId), $"There is no endpoint {sourceId:X4}.");

    /// <summary>Has a listener follow the address space of a device, or of one PASID of it, and tells it how that is now.</summary>
    /// <param name="sourceId">Bus in bits 15:8, device and function below.</param>
    /// <param name="pasid">The PASID: 20 bits; null for requests without.</param>
    /// <param name="listener">The listener.</param>
    /// <exception cref="ArgumentException">The listener follows this address space already, or wants mappings of a unit without caching mode
    /// (CAP.CM is 0), to which software does not announce them.</exception>
    /// <exception cref="InvalidOperationException">The listener wants mappings, and requests go through first-stage tables now: software sends no invalidation
    /// when a page of these becomes present, so that mappings cannot be announced.</exception>
    public void AddTranslationListener(ushort sourceId, uint? pasid, ITranslationListener listener)
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
                $"Requests of {sourceId:X4} go through first-stage tables, of which mappings cannot be announced: software sends no invalidation when a page "
                + "of them becomes present. Add a listener that does not want mappings.");
        }
        if (!_parts.Listeners.TryAdd(space, listener, wantsMappings))
            throw new ArgumentException($"The listener follows this address space of {sourceId:X4} already.");
    }

    /// <summary>Has a listener follow an address space no longer. When this returns no call about it is under way or to come, unless this was called
    /// from inside one.</summary>
    /// <param name="sourceId">Bus in bits 15:8, device and function below.</param>
    /// <param name="pasid">The PASID; null for requests without.</param>
    /// <param name="listener">The listener.</param>
    /// <exception cref="ArgumentException">It does not follow this address space.</exception>
    public void RemoveTranslationListener(ushort sourceId, uint? pasid, ITranslationListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Change(() => _parts.Listeners.TryRemove(new(sourceId, pasid), listener), $"The listener does not follow this address space of {sourceId:X4}.");
    }

    /// <summary>Has a listener hear of interrupt remapping entries that are stale.</summary>
    /// <param name="listener">The listener.</param>
    /// <exception cref="ArgumentException">It was added before.</exception>
    public void AddInterruptListener(IInterruptListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Change(() => _parts.InterruptListeners.TryAdd(listener), "The listener was added before.");
    }

    /// <summary>Has a listener hear of interrupt remapping entries no longer. When this returns no call to the listener is under way or to come, unless
    /// this was called from inside one.</summary>
    /// <param name="listener">The listener.</param>
    /// <exception cref="ArgumentException">It was not added.</exception>
    public void RemoveInterruptListener(IInterruptListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Change(() => _parts.InterruptListeners.TryRemove(listener), "The listener was not added.");
    }

    private void Change(Func<bool> change, string failure)
    {
        using var decision = _parts.Pump.Decide();
        if (!change())
            throw new ArgumentException(failure);
    }
}
