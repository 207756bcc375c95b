using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Telemetry;

/// <summary>Counters of events since the unit was made. A reset keeps them.</summary>
/// <remarks>All but the hits are counted by one thread at a time. Readers need no lock: what they see may be a moment old.</remarks>
internal sealed class UnitCounters
{
    private const int Codes = byte.MaxValue + 1;

    /// <summary>The code under which timeouts are counted: 0, which is no error.</summary>
    public const byte Timeout = 0;

    private readonly long[] _hits = CountersOf<CacheKind>();
    private long _rejected;

    /// <summary>Requests that the caches alone answered.</summary>
    public HitCounts Answers { get; } = new();

    /// <summary>Entries that were looked for and had to be found in memory, by <see cref="CacheKind"/>.</summary>
    public long[] Misses { get; } = CountersOf<CacheKind>();

    /// <summary>Invalidations that were done, by <see cref="StaleKind"/> and <see cref="InvalidationGranularity"/>.</summary>
    public long[][] Invalidations { get; } = Array.ConvertAll(Enum.GetValues<StaleKind>(), static _ => CountersOf<InvalidationGranularity>());

    /// <summary>Faults, by reason code.</summary>
    public long[] Faults { get; } = new long[Codes];

    /// <summary>Descriptors executed, by type code.</summary>
    public long[] Descriptors { get; } = new long[Codes];

    /// <summary>Times that the queue stopped, by code of the error; <see cref="Timeout"/> for device-TLB invalidations that timed out.</summary>
    public long[] QueueErrors { get; } = new long[Codes];

    /// <summary>Calls to host devices that returned, by <see cref="HostOperation"/>.</summary>
    public long[] HostActions { get; } = CountersOf<HostOperation>();

    /// <summary>Calls to host devices that threw, by <see cref="HostOperation"/>.</summary>
    public long[] FailedHostActions { get; } = CountersOf<HostOperation>();

    /// <summary>Times that a host device could not have what a PASID entry asks for, by <see cref="HostRefusal"/>.</summary>
    public long[] HostRefusals { get; } = CountersOf<HostRefusal>();

    /// <summary>Calls to endpoints that did what they should, by <see cref="EndpointOperation"/>.</summary>
    public long[] EndpointCalls { get; } = CountersOf<EndpointOperation>();

    /// <summary>Calls to endpoints that threw or were not done in time, by <see cref="EndpointOperation"/>.</summary>
    public long[] FailedEndpointCalls { get; } = CountersOf<EndpointOperation>();

    /// <summary>Calls to listeners, by <see cref="ListenerOperation"/>.</summary>
    public long[] ListenerCalls { get; } = CountersOf<ListenerOperation>();

    /// <summary>Page requests of devices, by <see cref="PageRequestOutcome"/>.</summary>
    public long[] PageRequests { get; } = CountersOf<PageRequestOutcome>();

    /// <summary>Register accesses refused.</summary>
    public long RejectedAccesses => Volatile.Read(ref _rejected);

    /// <summary>A register access was refused. Needs no lock.</summary>
    public void Reject() => Interlocked.Increment(ref _rejected);

    /// <summary>An entry was looked for.</summary>
    [RequiresUnitLock]
    public void LookedUpLocked(CacheKind cache, bool isHit) => (isHit ? _hits : Misses)[(int)cache]++;

    /// <summary>Entries that were looked for and cached.</summary>
    public long HitsOf(CacheKind cache) => _hits[(int)cache] + Answers.Of(cache);

    private static long[] CountersOf<TEnum>()
        where TEnum : struct, Enum => new long[Enum.GetValues<TEnum>().Length];
}
