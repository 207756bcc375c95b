using System.Runtime.CompilerServices;
using Vtd.Runtime.Invalidation;
using Vtd.Runtime.State;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime;

/// <summary>Makes the calls that were decided under the unit's lock, and runs the queue between them, in slices of bounded work.</summary>
/// <remarks>
/// One thread at a time makes calls, so that they come in the order in which they were decided. A call into the unit that a guest or a
/// device causes does at most one slice (<see cref="WorkMeter"/>). What a slice leaves is carried on by a worker on the thread pool, or
/// by <see cref="Run"/> where the embedder wants that; the guest sees it in IQH and in the status of its wait descriptors, and needs no
/// further access for it. Members that the embedder calls (reset, adding and removing devices) return when everything up to their own
/// calls is done, and wait for at most one slice of another thread before they take over.
/// </remarks>
internal sealed class DeferredCallPump(UnitState state, InvalidationQueue queue, bool runsInBackground, UnitEvents events)
    : IThreadPoolWorkItem
{
    private const int NoThread = 0;

    private int _settlingThread;
    private int _waitingMembers;
    private bool _isCarriedOn;
    private ulong _leftovers; // slices that left work
    private bool _isScheduled;

    /// <summary>Whether this thread is inside one of the calls that the unit makes.</summary>
    public bool IsInsideCall => _settlingThread == Environment.CurrentManagedThreadId;

    /// <summary>Whether calls or descriptors are left.</summary>
    [RequiresUnitLock]
    public bool HasWorkLocked() => state.Deferred.Count > 0 || queue.IsAwake;

    /// <summary>Takes the lock for a member that the embedder calls. Disposing the decision returns when all of it is done.</summary>
    /// <exception cref="InvalidOperationException">Called from inside one of the unit's own calls to guest memory or to an observer.</exception>
    public Decision Decide()
    {
        state.Lock.Enter();
        return new(this, DecisionsLocked, isComplete: true);
    }

    /// <summary>Takes the lock for a member that the embedder calls, when no call is pending or under way.</summary>
    /// <exception cref="InvalidOperationException">Called from inside a call that the unit makes.</exception>
    public Decision DecideWhenIdle()
    {
        state.Lock.Enter();
        try
        {
            if (IsInsideCall)
                throw new InvalidOperationException("The state of a unit cannot be saved from inside a call that the unit makes.");
            while (!state.Deferred.IsDone(state.Deferred.Posted))
                CompleteLocked();
        }
        catch
        {
            state.Lock.ExitLocked();
            throw;
        }
        return new(this, DecisionsLocked, isComplete: true);
    }

    /// <summary>Has work that is left carried on, though no slice has left it.</summary>
    [RequiresUnitLock]
    public void ResumeLocked() => _isCarriedOn = HasWorkLocked();

    /// <summary>Takes the lock for a member that a guest or a device causes to be called. Disposing the decision does at most one slice of work.</summary>
    /// <returns>A decision that is not held if a guest brought this thread here with the lock held: then nothing can be decided.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Decision TryDecide() => state.Lock.TryEnter() ? new(this, DecisionsLocked, isComplete: false) : default;

    /// <summary>Does the next slice of the work that is left, after the slice of another thread if there is one.</summary>
    /// <returns>Whether work is left.</returns>
    /// <exception cref="InvalidOperationException">Called from inside one of the unit's own calls to guest memory or to an observer.</exception>
    public bool Run()
    {
        using var held = state.Lock.Hold();
        if (!IsInsideCall)
        {
            while (_settlingThread != NoThread)
                state.Lock.WaitLocked();
            DoSliceLocked();
        }
        return HasWorkLocked();
    }

    /// <summary>Carries on with what slices left, as a worker.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            using var held = state.Lock.Hold();
            _isScheduled = false;
            // A thread at work, and a member that waits to take over, schedule the worker again when they end.
            if (_settlingThread == NoThread && _waitingMembers == 0)
                DoSliceLocked();
        }
        catch (Exception error)
        {
            // Guest memory or an observer that throws against its contract. There is no caller to tell; the next call into the unit tries again.
            events.CallFailed(sourceId: null, error);
        }
    }

    /// <summary>The number of decisions that are carried out without the lock: calls, and restarts of the queue.</summary>
    [RequiresUnitLock]
    private ulong DecisionsLocked => state.Deferred.Decided + queue.Wakeups;

    [RequiresUnitLock]
    private void EndDecisionLocked(ulong decisions, bool isComplete)
    {
        if (!isComplete && DecisionsLocked == decisions)
            state.Lock.ExitLocked();
        else
            SeeToDecisionsLocked(isComplete);
    }

    [RequiresUnitLock]
    private void SeeToDecisionsLocked(bool isComplete)
    {
        try
        {
            if (IsInsideCall)
                return; // the outer call sees to it
            if (isComplete)
                CompleteLocked();
            else
                SettleLocked();
        }
        finally
        {
            state.Lock.ExitLocked();
        }
    }

    /// <summary>Completes the work of a guest's access: waits for the slice of another thread, then does a slice for the rest. Work beyond a slice
    /// continues elsewhere, unless too many calls wait.</summary>
    [RequiresUnitLock]
    private void SettleLocked()
    {
        var ticket = state.Deferred.Posted;
        var leftovers = _leftovers;
        while (_settlingThread != NoThread && leftovers == _leftovers)
        {
            state.Lock.WaitLocked();
            if (state.Deferred.IsDone(ticket) && !queue.IsAwake)
                return;
        }
        if (_settlingThread == NoThread && (!_isCarriedOn || state.Deferred.IsFull))
            DoSliceLocked();
    }

    /// <summary>Sees to everything posted so far, however much it is.</summary>
    [RequiresUnitLock]
    private void CompleteLocked()
    {
        var ticket = state.Deferred.Posted;
        _waitingMembers++;
        try
        {
            while (!state.Deferred.IsDone(ticket))
            {
                if (_settlingThread == NoThread)
                    DoSliceLocked();
                else
                    state.Lock.WaitLocked();
            }
        }
        finally
        {
            _waitingMembers--;
            CarryOnLocked();
        }
    }

    /// <summary>Makes calls and runs the queue until nothing is left or the slice is used up.</summary>
    [RequiresUnitLock]
    private void DoSliceLocked()
    {
        _settlingThread = Environment.CurrentManagedThreadId;
        _isCarriedOn = false;
        state.Meter.Restart();
        try
        {
            do
            {
                while (!state.Meter.IsSpent && state.Deferred.TryTake(out var call))
                    AdvanceLocked(call);
            }
            while ((queue.Run() || state.Deferred.Count > 0) && !state.Meter.IsSpent);
            _isCarriedOn = HasWorkLocked();
            if (_isCarriedOn)
                _leftovers++;
        }
        finally
        {
            _settlingThread = NoThread;
            CarryOnLocked();
            state.Lock.WakeAllLocked();
        }
    }

    [RequiresUnitLock]
    private void CarryOnLocked()
    {
        if (!_isCarriedOn || !runsInBackground || _isScheduled || _waitingMembers > 0 || _settlingThread != NoThread)
            return;
        _isScheduled = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Makes a call, or a part of it, with the lock given back meanwhile.</summary>
    [RequiresUnitLock]
    private void AdvanceLocked(DeferredCall call)
    {
        var progress = CallProgress.Failed;
        state.Meter.Spend();
        state.Lock.ExitLocked();
        try
        {
            progress = Advance(call);
        }
        finally
        {
            state.Lock.Enter();
            if (progress == CallProgress.Unfinished)
                state.Deferred.PutBack(call);
            else
                state.Deferred.Finish();
            if (progress == CallProgress.Failed)
                call.FailLocked();
            state.Lock.WakeAllLocked();
        }
    }

    [ForbiddenUnderUnitLock]
    private CallProgress Advance(DeferredCall call)
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
    internal readonly ref struct Decision(DeferredCallPump pump, ulong decisions, bool isComplete)
    {
        private readonly DeferredCallPump? _pump = pump;
        private readonly ulong _decisions = decisions;
        private readonly bool _isComplete = isComplete;

        /// <summary>Whether the lock is held.</summary>
        public bool IsHeld => _pump is not null;

        /// <summary>Sees to what was decided and gives the lock back, if it is held.</summary>
        [RequiresUnitLock]
        public void Dispose() => _pump?.EndDecisionLocked(_decisions, _isComplete);
    }
}
