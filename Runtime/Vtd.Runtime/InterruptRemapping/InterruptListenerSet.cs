using Vtd.Runtime.Caches;
using Vtd.Runtime.State;
using Vtd.Runtime.Tables;
using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.InterruptRemapping;

/// <summary>The interrupt listeners, and the calls to them: at most one pending for each.</summary>
[GuardedByUnitLock]
internal sealed class InterruptListenerSet(UnitState state, CallPart part) : IUnitPart
{
    private readonly List<Follower> _followers = [];

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.HostDevicesDetached;

    /// <inheritdoc/>
    public void Reset(bool keepsSticky) => Invalidate(new(StaleKind.InterruptTable));

    /// <inheritdoc/>
    /// <remarks>Listeners are the embedder's. A reset tells them that every entry is stale.</remarks>
    public void Save(SnapshotWriter snapshot)
    {
    }

    /// <inheritdoc/>
    public Action? Restore(SnapshotReader snapshot) => null;

    /// <summary>Adds a listener.</summary>
    /// <returns>False if it was added before.</returns>
    public bool TryAdd(IInterruptListener listener)
    {
        if (Find(listener) is not null)
            return false;
        _followers.Add(new(listener, part));
        return true;
    }

    /// <summary>Removes a listener. It hears nothing more but the end of a call under way.</summary>
    public void Remove(IInterruptListener listener)
    {
        if (Find(listener) is not { } follower)
            return;
        follower.Remove();
        _followers.Remove(follower);
    }

    /// <summary>Has listeners told of stale entries.</summary>
    public void Invalidate(in Stale stale)
    {
        if (_followers.Count > 0 && stale.Subject == StaleSubject.Interrupts)
            AddStale(stale);
    }

    private void AddStale(in Stale stale)
    {
        var count = stale.Index is null ? IInterruptListener.AllEntries : (int)Math.Min(1L << stale.IndexMask, IInterruptListener.AllEntries);
        AddStale(stale.Index.GetValueOrDefault() & ~(count - 1), count);
    }

    private Follower? Find(IInterruptListener listener) => _followers.Find(follower => follower.Listener == listener);

    private void AddStale(int first, int count)
    {
        foreach (var follower in _followers)
        {
            if (follower.AddStale(first, count))
                state.Deferred.Post(follower);
            else
                state.Deferred.Join();
        }
    }

    /// <summary>A listener, with the entries that it is still to be told of.</summary>
    [GuardedByUnitLock]
    private sealed class Follower(IInterruptListener listener, CallPart part) : DeferredCall(sourceId: null)
    {
        private readonly StaleRanges _stale = new(IInterruptListener.AllEntries - 1);
        private volatile bool _isRemoved;

        public IInterruptListener Listener => listener;

        public void Remove() => _isRemoved = true;

        /// <returns>Whether the call must be posted.</returns>
        public bool AddStale(int first, int count)
        {
            var isIdle = _stale.IsEmpty;
            _stale.Add((ulong)first, (ulong)(first + count - 1));
            return isIdle;
        }

        /// <inheritdoc/>
        public override CallProgress Advance()
        {
            ulong first, last;
            bool isLast;
            using (part.Hold())
            {
                if (!_stale.TryTake(out first, out last) || _isRemoved)
                    return CallProgress.Done;
                isLast = _stale.IsEmpty;
            }
            Tell((int)first, (int)(last - first) + 1);
            return isLast ? CallProgress.Done : CallProgress.Unfinished;
        }

        [ForbiddenUnderUnitLock]
        private void Tell(int first, int count)
        {
            part.Count(ListenerOperation.Interrupts);
            try
            {
                listener.Invalidated(first, count);
            }
            catch (Exception error)
            {
                part.Failed(SourceId, error);
            }
        }
    }
}
