using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Telemetry;

/// <summary>How often what happened, since the unit was made; a reset leaves it.</summary>
/// <remarks>All but the hits are counted by one thread at a time. Readers need no lock: what they see may be a moment old.</remarks>
internal sealed class UnitCounters
{
    private const int Codes = byte.MaxValue + 1;
    private const int Caches = (int)CacheKind.Interrupt + 1;
    private const int Invalidated = (int)StaleKind.PasidDeviceTlb + 1;
    private const int Operations = (int)HostOperation.Respond + 1;
    private const int Refusals = (int)HostRefusal.FiveLevels + 1;
    private const int EndpointOperations = (int)EndpointOperation.Respond + 1;
    private const int ListenerOperations = (int)ListenerOperation.Interrupts + 1;
    private const int PageRequestOutcomes = (int)PageRequestOutcome.Blocked + 1;

    /// <summary>Where timeouts are counted: code 0 says that there is no error.</summary>
    public const byte Timeout = 0;

    private readonly long[] _hits = new long[Caches];
    private long _rejected;

    /// <summary>Requests that the caches alone answered.</summary>
    public HitCounts Answers { get; } = new();

    /// <summary>Entries that were looked for and had to be found in memory, by <see cref="CacheKind"/>.</summary>
    public long[] Misses { get; } = new long[Caches];

    /// <summary>Invalidations by <see cref="StaleKind"/>.</summary>
    public long[] Invalidations { get; } = new long[Invalidated];

    /// <summary>By reason code.</summary>
    public long[] Faults { get; } = new long[Codes];

    /// <summary>Descriptors executed, by type code.</summary>
    public long[] Descriptors { get; } = new long[Codes];

    /// <summary>Times that the queue stopped, by code of the error; <see cref="Timeout"/> for device-TLB invalidations that timed out.</summary>
    public long[] QueueErrors { get; } = new long[Codes];

    /// <summary>Calls to host devices that returned, by <see cref="HostOperation"/>.</summary>
    public long[] HostActions { get; } = new long[Operations];

    /// <summary>Calls to host devices that threw, by <see cref="HostOperation"/>.</summary>
    public long[] FailedHostActions { get; } = new long[Operations];

    /// <summary>Times that a host device could not have what a PASID entry asks for, by <see cref="HostRefusal"/>.</summary>
    public long[] HostRefusals { get; } = new long[Refusals];

    /// <summary>Calls to endpoints that did what they should, by <see cref="EndpointOperation"/>.</summary>
    public long[] EndpointCalls { get; } = new long[EndpointOperations];

    /// <summary>Calls to endpoints that threw or were not done in time, by <see cref="EndpointOperation"/>.</summary>
    public long[] FailedEndpointCalls { get; } = new long[EndpointOperations];

    /// <summary>Calls to listeners, by <see cref="ListenerOperation"/>.</summary>
    public long[] ListenerCalls { get; } = new long[ListenerOperations];

    /// <summary>Page requests of devices, by <see cref="PageRequestOutcome"/>.</summary>
    public long[] PageRequests { get; } = new long[PageRequestOutcomes];

    /// <summary>Register accesses refused.</summary>
    public long RejectedAccesses => Volatile.Read(ref _rejected);

    /// <summary>A register access was refused. Needs no lock.</summary>
    public void Reject() => Interlocked.Increment(ref _rejected);

    /// <summary>An entry was looked for.</summary>
    [RequiresUnitLock]
    public void LookedUpLocked(CacheKind cache, bool isHit) => (isHit ? _hits : Misses)[(int)cache]++;

    /// <summary>Entries that were looked for and cached.</summary>
    public long HitsOf(CacheKind cache) => _hits[(int)cache] + cache switch
    {
        CacheKind.Context => Answers.Of(CachedAnswer.Context) + Answers.Of(CachedAnswer.ContextAndPasid) + PageHits,
        CacheKind.Pasid => Answers.Of(CachedAnswer.ContextAndPasid) + Answers.Of(CachedAnswer.ContextPasidAndPage),
        CacheKind.Iotlb => PageHits,
        _ => Answers.Of(CachedAnswer.Interrupt),
    };

    private long PageHits => Answers.Of(CachedAnswer.ContextAndPage) + Answers.Of(CachedAnswer.ContextPasidAndPage);
}
