using System.Diagnostics;
using System.Globalization;

namespace Vtd.Spec.Tests;

/// <summary>How long work has taken this thread: time on a processor where the system tells it, since that does not grow with whatever
/// else the machine has to do; else time on the wall.</summary>
internal readonly struct ProcessorTime
{
    private const string Counters = "/proc/thread-self/schedstat";

    private readonly TimeSpan _start;

    private ProcessorTime(TimeSpan start) => _start = start;

    /// <summary>The time since the start, on the same thread.</summary>
    public TimeSpan Elapsed => Now - _start;

    /// <summary>Work begins.</summary>
    public static ProcessorTime Start() => new(Now);

    // The first of the counters is in nanoseconds.
    private static TimeSpan Now => File.Exists(Counters)
        ? TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(Counters).Split(' ')[0], CultureInfo.InvariantCulture) / 1000)
        : Stopwatch.GetElapsedTime(0);
}
