using System.Diagnostics.CodeAnalysis;
using Vtd.Runtime.Inspection;

namespace Vtd.Runtime.State;

/// <summary>Calls that were decided under the unit's lock and are made without it, in order.</summary>
[GuardedByUnitLock]
internal sealed class DeferredCalls : IUnitPart
{
    private const int Most = 256;

    private readonly Queue<DeferredCall> _calls = new();
    private DeferredCall? _unfinished;
    private ulong _done;

    /// <summary>The number of calls ever posted: the ticket of the last one.</summary>
    public ulong Posted { get; private set; }

    /// <summary>The number of decisions that a call carries out: calls posted, and additions to pending calls.</summary>
    public ulong Decided { get; private set; }

    /// <summary>Calls that are not under way and not finished.</summary>
    public int Count { get; private set; }

    /// <summary>Whether so many wait that some are to be made before more are added, so that no guest and no device can pile them up.</summary>
    public bool IsFull => Count >= Most;

    /// <summary>Whether every call up to a ticket was finished.</summary>
    public bool IsDone(ulong ticket) => _done >= ticket;

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.HostDevicesDetached;

    /// <inheritdoc/>
    /// <remarks>Calls decided before a reset are made before those that the reset adds.</remarks>
    public void Reset(bool keepsSticky)
    {
    }

    /// <inheritdoc/>
    /// <remarks>A snapshot is taken when every call is made.</remarks>
    public void Save(SnapshotWriter snapshot)
    {
    }

    /// <inheritdoc/>
    public Action? Restore(SnapshotReader snapshot) => null;

    /// <inheritdoc/>
    public Action<UnitDump> Copy(int most)
    {
        var pending = (_unfinished is null ? _calls : _calls.Prepend(_unfinished)).Take(most).ToArray();
        var total = Count;
        return dump => dump.Pending = DumpedList.Of(most, total, pending.Select(static call => call.Describe()));
    }

    /// <summary>Adds a call.</summary>
    public void Post(DeferredCall call)
    {
        _calls.Enqueue(call);
        Count++;
        Posted++;
        Decided++;
    }

    /// <summary>Takes note that something was added to a pending call.</summary>
    public void Join() => Decided++;

    /// <summary>Takes the oldest call; it is under way then.</summary>
    public bool TryTake([NotNullWhen(true)] out DeferredCall? call)
    {
        call = _unfinished;
        _unfinished = null;
        if (call is null && !_calls.TryDequeue(out call))
            return false;
        Count--;
        return true;
    }

    /// <summary>Puts the call under way back: a part of it is left, and it stays the oldest.</summary>
    public void PutBack(DeferredCall call)
    {
        _unfinished = call;
        Count++;
    }

    /// <summary>Counts the call under way as finished.</summary>
    public void Finish() => _done++;
}
