using System.Diagnostics.CodeAnalysis;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.Ats;

/// <summary>The devices behind the unit that have a device TLB, and the calls to them.</summary>
/// <remarks>
/// A device that was not added gets no call, and that is no time-out: the unit cannot tell a device that is absent from one that is
/// modelled without device TLB, and a driver that sends an invalidation for the latter must go on.
/// </remarks>
[GuardedByUnitLock]
internal sealed class EndpointSet(UnitState state, UnitCounters counters) : IUnitPart
{
    private const string Section = "device TLBs";

    private readonly Dictionary<SourceId, Endpoint> _endpoints = [];
    private object _awaited = new();
    private SourceId? _timedOut;

    [IndependentOfUnitLock]
    private UnitLock Lock => state.Lock;

    [IndependentOfUnitLock]
    private UnitCounters Counters => counters;

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.HostDevicesDetached;

    /// <inheritdoc/>
    /// <remarks>Devices stay, and calls decided before a reset are made. Their time-outs count for nothing: the queue forgets them when it is switched on.</remarks>
    public void Reset(bool keepsSticky)
    {
    }

    /// <inheritdoc/>
    public void Save(SnapshotWriter snapshot)
    {
        var section = snapshot.Section(Section);
        section.Write(_timedOut is not null);
        section.Write(_timedOut.GetValueOrDefault().Value);
    }

    /// <inheritdoc/>
    public Action Restore(SnapshotReader snapshot)
    {
        var section = snapshot.Section(Section);
        var isAny = section.ReadBoolean();
        SourceId sourceId = section.ReadUInt16();
        return () =>
        {
            Abandon();
            _timedOut = isAny ? sourceId : null;
        };
    }

    /// <summary>Adds a device.</summary>
    /// <returns>False if another device has this source-id.</returns>
    public bool TryAdd(SourceId sourceId, IEndpoint endpoint) => _endpoints.TryAdd(sourceId, new(endpoint));

    /// <summary>Removes a device. It hears nothing more but the end of a call under way.</summary>
    public void Remove(SourceId sourceId)
    {
        if (_endpoints.Remove(sourceId, out var endpoint))
            endpoint.IsRemoved = true;
    }

    /// <summary>Has a device drop translations. An invalidation that the last pending call to the device makes is not made twice.</summary>
    public void Invalidate(SourceId sourceId, in DeviceTlbInvalidation invalidation)
    {
        if (!TryGet(sourceId, out var endpoint) || endpoint.LastPending?.Implies(invalidation, _awaited) == true)
            return;
        endpoint.LastPending = new(this, sourceId, endpoint, invalidation, _awaited);
        state.Deferred.Post(endpoint.LastPending);
    }

    /// <summary>Answers page requests of a device.</summary>
    public void Respond(SourceId sourceId, in PageGroupResponse response)
    {
        if (!TryGet(sourceId, out var endpoint))
            return;
        endpoint.LastPending = null;
        state.Deferred.Post(new ResponseCall(counters, sourceId, endpoint, response));
    }

    /// <summary>Ends the wait for the invalidations decided so far, so that they cannot time out.</summary>
    public void Abandon()
    {
        _awaited = new();
        _timedOut = null;
    }

    /// <summary>Takes the first device that timed out since the last call.</summary>
    public bool TakeTimeOut(out SourceId sourceId)
    {
        sourceId = _timedOut.GetValueOrDefault();
        var isAny = _timedOut is not null;
        _timedOut = null;
        return isAny;
    }

    private bool TryGet(SourceId sourceId, [NotNullWhen(true)] out Endpoint? endpoint) => _endpoints.TryGetValue(sourceId, out endpoint);

    private sealed class Endpoint(IEndpoint device)
    {
        private volatile bool _isRemoved;

        public IEndpoint Device => device;

        public bool IsRemoved
        {
            get => _isRemoved;
            set => _isRemoved = value;
        }

        /// <summary>The last call posted, if that is an invalidation and not begun. Guarded by the unit's lock.</summary>
        public InvalidationCall? LastPending { get; set; }
    }

    private sealed class InvalidationCall(EndpointSet endpoints, SourceId sourceId, Endpoint endpoint, DeviceTlbInvalidation invalidation, object awaited)
        : DeferredCall(sourceId)
    {
        /// <summary>Whether the call does what another would.</summary>
        public bool Implies(in DeviceTlbInvalidation other, object awaitedByOther) => invalidation == other && awaited == awaitedByOther;

        public override CallProgress Advance()
        {
            using (endpoints.Lock.Hold())
            {
                if (endpoint.LastPending == this)
                    endpoint.LastPending = null;
            }
            if (endpoint.IsRemoved)
                return CallProgress.Done;
            if (!endpoint.Device.InvalidateTlb(invalidation))
                return CallProgress.Failed;
            endpoints.Counters.EndpointCalls[(int)EndpointOperation.Invalidate]++;
            return CallProgress.Done;
        }

        public override void FailLocked()
        {
            endpoints.Counters.FailedEndpointCalls[(int)EndpointOperation.Invalidate]++;
            if (endpoints._awaited == awaited)
                endpoints._timedOut ??= SourceId;
        }
    }

    private sealed class ResponseCall(UnitCounters counters, SourceId sourceId, Endpoint endpoint, PageGroupResponse response) : DeferredCall(sourceId)
    {
        public override CallProgress Advance()
        {
            if (endpoint.IsRemoved)
                return CallProgress.Done;
            endpoint.Device.Respond(response);
            counters.EndpointCalls[(int)EndpointOperation.Respond]++;
            return CallProgress.Done;
        }

        public override void FailLocked() => counters.FailedEndpointCalls[(int)EndpointOperation.Respond]++;
    }
}
