using Vtd.Runtime.Diagnostics;
using Vtd.Runtime.Invalidation;

namespace Vtd.Runtime;

/// <summary>Has what is decided under the unit's lock done without it: calls and messages in order, and the queue in between.</summary>
internal sealed class Settler(
    UnitLock unitLock,
    Outbox outbox,
    InvalidationQueue queue,
    WorkMeter meter,
    UnitEvents events)
{
    private const int Nobody = 0;

    private int _settlingThread;

    /// <summary>Takes the lock to decide something. What that leads to is done when the decision is disposed of.</summary>
    /// <exception cref="InvalidOperationException">Called from inside one of the unit's own calls to guest memory or to an observer.</exception>
    public Decision Decide()
    {
        unitLock.Enter();
        return new(this, outbox.Posted);
    }

    /// <summary>The same where a guest can bring this thread here with the lock held: then nothing can be decided.</summary>
    public Decision TryDecide() => unitLock.TryEnter() ? new(this, outbox.Posted) : default;

    [RequiresUnitLock]
    private void FinishLocked(ulong posted)
    {
        try
        {
            SettleLocked(posted);
        }
        finally
        {
            unitLock.ExitLocked();
        }
    }

    /// <summary>Sees to all that is still to be done: the outbox, item by item without the lock, and the queue.</summary>
    /// <param name="posted">The outbox's state when the caller began. If it posted something and another thread is at work,
    /// it waits until that thread has done it.</param>
    [RequiresUnitLock]
    private void SettleLocked(ulong posted)
    {
        var ticket = outbox.Posted;
        while (_settlingThread != Nobody)
        {
            if (_settlingThread == Environment.CurrentManagedThreadId || ticket == posted || outbox.IsDoneLocked(ticket))
                return;
            unitLock.WaitLocked();
        }

        if (outbox.Count == 0 && !queue.RunLocked() && outbox.Count == 0)
            return;
        _settlingThread = Environment.CurrentManagedThreadId;
        try
        {
            do
            {
                while (outbox.TryTakeLocked(out var call))
                    AdvanceLocked(call);
            }
            while (queue.RunLocked() || outbox.Count > 0);
        }
        finally
        {
            _settlingThread = Nobody;
            unitLock.WakeAllLocked();
        }
    }

    /// <summary>Makes a call, or a part of it, with the lock given back meanwhile.</summary>
    [RequiresUnitLock]
    private void AdvanceLocked(PostedCall call)
    {
        var progress = CallProgress.Failed;
        unitLock.ExitLocked();
        try
        {
            progress = Advance(call);
        }
        finally
        {
            unitLock.Enter();
            meter.Spend();
            if (progress == CallProgress.Unfinished)
                outbox.PutBackLocked(call);
            else
                outbox.FinishLocked();
            if (progress == CallProgress.Failed)
                call.FailLocked();
            unitLock.WakeAllLocked();
        }
    }

    [ForbiddenUnderUnitLock]
    private CallProgress Advance(PostedCall call)
    {
        try
        {
            return call.Advance();
        }
        catch (Exception error)
        {
            events.CallFailed(call.SourceId, error);
            return CallProgress.Failed;
        }
    }

    /// <summary>The unit's lock, held while something is decided.</summary>
    internal readonly ref struct Decision(Settler settler, ulong posted)
    {
        private readonly Settler? _settler = settler;
        private readonly ulong _posted = posted;

        /// <summary>Whether the lock is held.</summary>
        public bool IsHeld => _settler is not null;

        /// <summary>Sees to all that was decided and gives the lock back, if it is held.</summary>
        [RequiresUnitLock]
        public void Dispose() => _settler?.FinishLocked(_posted);
    }
}
