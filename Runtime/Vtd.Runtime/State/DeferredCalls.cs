using System.Diagnostics.CodeAnalysis;

namespace Vtd.Runtime.State;

/// <summary>Calls that were decided under the unit's lock and are made without it, in order.</summary>
internal sealed class DeferredCalls
{
    private readonly Queue<DeferredCall> _calls = new();
    private DeferredCall? _unfinished;
    private ulong _done;

    /// <summary>How many calls were ever posted: the ticket of the last one.</summary>
    public ulong Posted { get; private set; }

    /// <summary>How many times something was decided that a call has to do: calls posted, and additions to calls that were pending already.</summary>
    public ulong Decided { get; private set; }

    /// <summary>Calls that are not under way and not finished.</summary>
    public int Count => _calls.Count + (_unfinished is null ? 0 : 1);

    /// <summary>Whether every call up to a ticket was finished.</summary>
    [RequiresUnitLock]
    public bool IsDoneLocked(ulong ticket) => _done >= ticket;

    /// <summary>The calls counted by <see cref="Count"/>, oldest first.</summary>
    [RequiresUnitLock]
    public IEnumerable<DeferredCall> PendingLocked() => _unfinished is null ? _calls : _calls.Prepend(_unfinished);

    /// <summary>Adds a call.</summary>
    [RequiresUnitLock]
    public void PostLocked(DeferredCall call)
    {
        _calls.Enqueue(call);
        Posted++;
        Decided++;
    }

    /// <summary>Takes note that something was added to a pending call.</summary>
    [RequiresUnitLock]
    public void JoinLocked() => Decided++;

    /// <summary>Takes the oldest call; it is under way then.</summary>
    [RequiresUnitLock]
    public bool TryTakeLocked([NotNullWhen(true)] out DeferredCall? call)
    {
        call = _unfinished;
        _unfinished = null;
        return call is not null || _calls.TryDequeue(out call);
    }

    /// <summary>Puts the call under way back: a part of it is left, and it stays the oldest.</summary>
    [RequiresUnitLock]
    public void PutBackLocked(DeferredCall call) => _unfinished = call;

    /// <summary>Counts the call under way as finished.</summary>
    [RequiresUnitLock]
    public void FinishLocked() => _done++;
}
