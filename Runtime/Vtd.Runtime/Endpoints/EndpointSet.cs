using System.Diagnostics.CodeAnalysis;
using Vtd.Runtime.Diagnostics;

namespace Vtd.Runtime.Endpoints;

/// <summary>The devices behind the unit that have a device TLB, and the calls to them.</summary>
/// <remarks>
/// A device that nobody added gets no call, and that is no time-out: the unit cannot tell a device that is absent from one that is
/// modelled without device TLB, and a driver that sends an invalidation for the latter must go on.
/// </remarks>
internal sealed class EndpointSet(Outbox outbox, UnitTallies tallies)
{
    private readonly Dictionary<ushort, IEndpoint> _endpoints = [];
    private object _awaited = new();
    private ushort? _timedOut;

    /// <summary>Adds a device.</summary>
    /// <returns>False if there is one of this source id already.</returns>
    [RequiresUnitLock]
    public bool TryAddLocked(ushort sourceId, IEndpoint endpoint) => _endpoints.TryAdd(sourceId, endpoint);

    /// <summary>Removes a device. Calls decided before are still made.</summary>
    /// <returns>False if there is none of this source id.</returns>
    [RequiresUnitLock]
    public bool TryRemoveLocked(ushort sourceId) => _endpoints.Remove(sourceId);

    /// <summary>Has a device drop translations.</summary>
    [RequiresUnitLock]
    public void InvalidateLocked(ushort sourceId, in DeviceTlbInvalidation invalidation)
    {
        if (TryGetLocked(sourceId, out var endpoint))
            outbox.PostLocked(new InvalidationCall(this, tallies, _awaited, sourceId, endpoint, invalidation));
    }

    /// <summary>Answers page requests of a device.</summary>
    [RequiresUnitLock]
    public void RespondLocked(ushort sourceId, in PageGroupResponse response)
    {
        if (TryGetLocked(sourceId, out var endpoint))
            outbox.PostLocked(new ResponseCall(tallies, sourceId, endpoint, response));
    }

    /// <summary>Nobody waits any more for the invalidations decided so far, so they cannot time out.</summary>
    [RequiresUnitLock]
    public void AbandonLocked()
    {
        _awaited = new();
        _timedOut = null;
    }

    /// <summary>The first device that did not do what it was asked to since this was called last.</summary>
    [RequiresUnitLock]
    public bool TakeTimeOutLocked(out ushort sourceId)
    {
        sourceId = _timedOut.GetValueOrDefault();
        var isAny = _timedOut is not null;
        _timedOut = null;
        return isAny;
    }

    [RequiresUnitLock]
    private bool TryGetLocked(ushort sourceId, [NotNullWhen(true)] out IEndpoint? endpoint) => _endpoints.TryGetValue(sourceId, out endpoint);

    private sealed class InvalidationCall(
        EndpointSet endpoints,
        UnitTallies tallies,
        object awaited,
        ushort sourceId,
        IEndpoint endpoint,
        DeviceTlbInvalidation invalidation) : PostedCall(sourceId)
    {
        public override CallProgress Advance()
        {
            if (!endpoint.InvalidateTlb(invalidation))
                return CallProgress.Failed;
            tallies.EndpointCalls[(int)EndpointOperation.Invalidate]++;
            return CallProgress.Done;
        }

        public override void FailLocked()
        {
            tallies.FailedEndpointCalls[(int)EndpointOperation.Invalidate]++;
            if (endpoints._awaited == awaited)
                endpoints._timedOut ??= SourceId;
        }
    }

    private sealed class ResponseCall(UnitTallies tallies, ushort sourceId, IEndpoint endpoint, PageGroupResponse response) : PostedCall(sourceId)
    {
        public override CallProgress Advance()
        {
            endpoint.Respond(response);
            tallies.EndpointCalls[(int)EndpointOperation.Respond]++;
            return CallProgress.Done;
        }

        public override void FailLocked() => tallies.FailedEndpointCalls[(int)EndpointOperation.Respond]++;
    }
}
