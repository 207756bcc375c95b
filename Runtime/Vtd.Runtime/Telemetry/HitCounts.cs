using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Vtd.Runtime.Telemetry;

/// <summary>Requests that the caches alone answered.</summary>
/// <remarks>
/// This is on the path of every DMA request, so it is one plain increment, whether or not anybody listens: no lock and no interlocked
/// instruction. Each thread counts in memory of its own, so the sum is exact and processors do not pull one cache line back and forth.
/// A thread's first request makes that memory; threads that come after one that ended go on with its counts.
/// </remarks>
internal sealed class HitCounts
{
    // The unit that a thread asked last: most never ask another.
    [ThreadStatic]
    private static ThreadCounts? t_last;

    private readonly ConcurrentDictionary<int, ThreadCounts> _threads = new();

    /// <summary>Counts one. Needs no lock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(CachedAnswer answer)
    {
        var counts = t_last;
        if (counts is null || counts.Owner != this)
            counts = FindOfThread();
        counts.Count(answer);
    }

    /// <summary>Counts the requests that were answered by certain entries.</summary>
    public long Of(CachedAnswer answer)
    {
        var sum = 0L;
        foreach (var (_, counts) in _threads)
            sum += counts.Of(answer);
        return sum;
    }

    /// <summary>Counts the entries of a cache that answered requests.</summary>
    public long Of(CacheKind cache)
    {
        var sum = 0L;
        foreach (var answer in Enum.GetValues<CachedAnswer>())
            sum += CachesOf(answer).Contains(cache) ? Of(answer) : 0;
        return sum;
    }

    private static ReadOnlySpan<CacheKind> CachesOf(CachedAnswer answer) => answer switch
    {
        CachedAnswer.Context => [CacheKind.Context],
        CachedAnswer.ContextAndPasid => [CacheKind.Context, CacheKind.Pasid],
        CachedAnswer.ContextAndPage => [CacheKind.Context, CacheKind.Iotlb],
        CachedAnswer.ContextPasidAndPage => [CacheKind.Context, CacheKind.Pasid, CacheKind.Iotlb],
        CachedAnswer.Interrupt => [CacheKind.Interrupt],
    };

    private ThreadCounts FindOfThread() =>
        t_last = _threads.GetOrAdd(Environment.CurrentManagedThreadId, static (_, owner) => new(owner), this);

    /// <summary>Counts of one thread, written by that thread alone.</summary>
    private sealed class ThreadCounts(HitCounts owner)
    {
        /// <summary>Room between those of two threads: two cache lines, since processors fetch pairs of them.</summary>
        private const int Padding = 16;

        private readonly long[] _counts = new long[Padding + (int)CachedAnswer.Interrupt + 1 + Padding];

        public HitCounts Owner => owner;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Count(CachedAnswer answer) => _counts[Padding + (int)answer]++;

        public long Of(CachedAnswer answer) => Volatile.Read(ref _counts[Padding + (int)answer]);
    }
}

/// <summary>The cached entries that answered a request.</summary>
internal enum CachedAnswer
{
    /// <summary>A legacy context entry: the request passes through.</summary>
    Context,

    /// <summary>A context entry and a PASID entry: the request passes through.</summary>
    ContextAndPasid,

    /// <summary>A legacy context entry and a page.</summary>
    ContextAndPage,

    /// <summary>A context entry, a PASID entry and a page.</summary>
    ContextPasidAndPage,

    /// <summary>An interrupt remapping entry.</summary>
    Interrupt,
}
