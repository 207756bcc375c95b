namespace Vtd.Runtime.State;

/// <summary>The lock that guards a unit.</summary>
/// <remarks>
/// <para>It is not re-entrant. What runs under it (guest memory, observers) must not call the unit; a guest that
/// points a queue at the unit's own registers must find that such a call is refused, not that it sees a half-made change.</para>
/// <para>What is read without the lock is as if read with it if <see cref="IsUntouchedSince"/> says so for a moment before: no thread held the lock at that
/// moment nor since, and what the last holder did was seen. The barriers order the changes after the odd number that tells of them and the reads before the
/// second look at the number, also on Arm64.</para>
/// </remarks>
internal sealed class UnitLock
{
    private readonly Lock _gate = new();
    private readonly object _wakes = new();
    private uint _turns; // odd while the lock is held
    private int _sleepers;

    /// <summary>The moment, for <see cref="IsUntouchedSince"/>.</summary>
    public uint Moment => Volatile.Read(ref _turns);

    /// <summary>Whether no thread holds the lock, or has taken it since a moment.</summary>
    public bool IsUntouchedSince(uint moment)
    {
        Volatile.ReadBarrier();
        return (moment & 1) == 0 && Volatile.Read(ref _turns) == moment;
    }

    /// <summary>Takes the lock. False, without it, if this thread holds it already.</summary>
    public bool TryEnter()
    {
        _gate.Enter();
        if ((_turns & 1) == 0)
        {
            Begin();
            return true;
        }
        _gate.Exit();
        return false;
    }

    /// <summary>Takes the lock, where holding it already is a mistake of the program and not of the guest.</summary>
    public void Enter()
    {
        if (!TryEnter())
            throw new InvalidOperationException("The unit was called from inside one of its own calls to guest memory or to an observer.");
    }

    /// <summary>Takes the lock until the scope ends.</summary>
    public Scope Hold()
    {
        Enter();
        return new(this);
    }

    /// <summary>Takes the lock until the scope ends; takes nothing if this thread holds the lock already.</summary>
    public Scope TryHold() => TryEnter() ? new(this) : default;

    /// <summary>Gives the lock back.</summary>
    [RequiresUnitLock]
    public void ExitLocked()
    {
        End();
        _gate.Exit();
    }

    /// <summary>Sleeps, without the lock, until a call of <see cref="WakeAllLocked"/>.</summary>
    [RequiresUnitLock]
    public void WaitLocked()
    {
        _sleepers++;
        try
        {
            // Who wakes needs this monitor, so no wake is missed between the lock and the wait. It is never held while the lock is taken.
            lock (_wakes)
            {
                ExitLocked();
                Monitor.Wait(_wakes);
            }
        }
        finally
        {
            Enter();
            _sleepers--;
        }
    }

    /// <summary>Wakes every thread in <see cref="WaitLocked"/>.</summary>
    [RequiresUnitLock]
    public void WakeAllLocked()
    {
        if (_sleepers == 0)
            return;
        lock (_wakes)
            Monitor.PulseAll(_wakes);
    }

    private void Begin()
    {
        _turns++;
        Volatile.WriteBarrier();
    }

    private void End() => Volatile.Write(ref _turns, _turns + 1);

    /// <summary>The lock, held.</summary>
    internal readonly ref struct Scope(UnitLock held)
    {
        private readonly UnitLock? _lock = held;

        /// <summary>Whether the lock is held.</summary>
        public bool IsHeld => _lock is not null;

        /// <summary>Gives the lock back, if it is held.</summary>
        [RequiresUnitLock]
        public void Dispose() => _lock?.ExitLocked();
    }
}
