using Vtd.Runtime.Diagnostics;

namespace Vtd.Runtime.Endpoints;

/// <summary>The interrupt listeners, and the calls to them.</summary>
internal sealed class InterruptListenerSet(Outbox outbox, UnitTallies tallies)
{
    private readonly List<IInterruptListener> _listeners = [];

    /// <summary>Adds a listener.</summary>
    /// <returns>False if it was added before.</returns>
    [RequiresUnitLock]
    public bool TryAddLocked(IInterruptListener listener)
    {
        if (_listeners.Contains(listener))
            return false;
        _listeners.Add(listener);
        return true;
    }

    /// <summary>Removes a listener. Calls decided before are still made.</summary>
    /// <returns>False if it was not added.</returns>
    [RequiresUnitLock]
    public bool TryRemoveLocked(IInterruptListener listener) => _listeners.Remove(listener);

    /// <summary>Every entry is stale, or what decides about interrupts besides them has changed.</summary>
    [RequiresUnitLock]
    public void InvalidateAllLocked() => PostLocked(0, IInterruptListener.AllEntries);

    /// <summary>2^<paramref name="mask"/> entries are stale, aligned to their number.</summary>
    [RequiresUnitLock]
    public void InvalidateLocked(ushort index, int mask)
    {
        var count = (int)Math.Min(1L << mask, IInterruptListener.AllEntries);
        PostLocked(index & ~(count - 1), count);
    }

    [RequiresUnitLock]
    private void PostLocked(int first, int count)
    {
        foreach (var listener in _listeners)
            outbox.PostLocked(new Call(tallies, listener, first, count));
    }

    private sealed class Call(UnitTallies tallies, IInterruptListener listener, int first, int count) : PostedCall(sourceId: null)
    {
        public override CallProgress Advance()
        {
            tallies.ListenerCalls[(int)ListenerOperation.Interrupts]++;
            listener.Invalidated(first, count);
            return CallProgress.Done;
        }
    }
}
