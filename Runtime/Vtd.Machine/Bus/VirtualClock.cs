using System.Diagnostics;

namespace Vtd.Machine.Bus;

/// <summary>Virtual time in nanoseconds, and the alarms that are due in it.</summary>
public sealed class VirtualClock(ClockKind kind)
{
    /// <summary>The largest number of alarms in one call: two devices can keep each other busy without end.</summary>
    private const int MostAtOnce = 1 << 16;

    private readonly List<Alarm> _alarms = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _now;
    private bool _isStopped;

    /// <summary>The time.</summary>
    public long Now => kind == ClockKind.Real ? (long)_watch.Elapsed.TotalNanoseconds : _now;

    /// <summary>Whether requests say what time it is.</summary>
    public bool IsStepped => kind == ClockKind.Stepped;

    /// <summary>The next moment at which something is due; none if nothing is.</summary>
    public long? NextDue => _alarms.Count == 0 ? null : _alarms.Min(alarm => alarm.Due);

    /// <summary>Sets the alarm of an owner, in place of its earlier one.</summary>
    /// <param name="owner">The owner of the alarm, of which there is one for each owner.</param>
    /// <param name="due">The time, in nanoseconds of virtual time.</param>
    /// <param name="action">The action to take then.</param>
    public void Set(object owner, long due, Action action)
    {
        _alarms.RemoveAll(alarm => alarm.Owner == owner);
        _alarms.Add(new Alarm(owner, due, action));
    }

    /// <summary>Runs the alarms that are due, before the next request is answered.</summary>
    public void Catch()
    {
        if (_alarms.Count > 0 && !_isStopped && kind is ClockKind.Real or ClockKind.Jumping)
            Run(kind == ClockKind.Real ? Now : long.MaxValue);
    }

    /// <summary>Time stands still from now on, but for requests that say what time it is.</summary>
    public void Stop()
    {
        _isStopped = true;
        _watch.Stop();
    }

    /// <summary>Time goes on.</summary>
    public void Continue()
    {
        _isStopped = false;
        _watch.Start();
    }

    /// <summary>Sets the time and does what is due up to then, each at its moment; the next call does what is too much for this one.</summary>
    /// <param name="to">No earlier than now.</param>
    public void Advance(long to)
    {
        Run(to);
        _now = Math.Max(_now, to);
    }

    private void Run(long to)
    {
        for (var left = MostAtOnce; left > 0 && NextDue is { } due && due <= to; left--)
        {
            var next = _alarms.First(alarm => alarm.Due == due);
            _alarms.Remove(next);
            _now = Math.Max(_now, due);
            next.Action();
        }
    }

    private sealed record Alarm(object Owner, long Due, Action Action);
}
