using Vtd.Runtime.State;

namespace Vtd.Runtime.Tests;

/// <summary>Reads without the lock count only if no thread held the lock meanwhile.</summary>
public class UnitLockTests
{
    private readonly UnitLock _lock = new();

    [Fact]
    public void A_lock_that_no_thread_takes_is_untouched() => Assert.True(_lock.IsUntouchedSince(_lock.Moment));

    [Fact]
    public void A_lock_that_was_taken_since_is_not_whether_held_or_given_back()
    {
        var moment = _lock.Moment;
        using (_lock.Hold())
            Assert.False(_lock.IsUntouchedSince(moment));

        Assert.False(_lock.IsUntouchedSince(moment));
    }

    [Fact]
    public void Nor_is_one_that_was_held_at_the_moment()
    {
        uint moment;
        using (_lock.Hold())
        {
            moment = _lock.Moment;
            Assert.False(_lock.IsUntouchedSince(moment));
        }

        Assert.False(_lock.IsUntouchedSince(moment));
        Assert.True(_lock.IsUntouchedSince(_lock.Moment));
    }

    [Fact]
    public void A_thread_that_sleeps_gives_the_lock_back()
    {
        var sleeper = new Thread(() =>
        {
            using (_lock.Hold())
                _lock.WaitLocked();
        });
        sleeper.Start();
        while (!_lock.IsUntouchedSince(_lock.Moment) || !sleeper.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
            Thread.Yield();

        var moment = _lock.Moment;
        using (_lock.Hold())
            _lock.WakeAllLocked();
        sleeper.Join();

        Assert.False(_lock.IsUntouchedSince(moment));
        Assert.True(_lock.IsUntouchedSince(_lock.Moment));
        using (_lock.Hold())
            Assert.False(_lock.TryEnter());
    }
}
