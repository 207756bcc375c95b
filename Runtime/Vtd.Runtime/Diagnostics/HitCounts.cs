using System.Numerics;

namespace Vtd.Runtime.Diagnostics;

/// <summary>Requests that the caches alone answered.</summary>
/// <remarks>
/// This is on the path of every DMA request, so it is one plain increment: no lock, no interlocked instruction, no allocation, and the same
/// cost whether or not anybody listens. Each processor counts in memory of its own, so processors do not pull one cache line back
/// and forth. The price: a thread that is preempted between the load and the store of its increment, or that moves to another processor
/// there, can undo counts of the thread that runs meanwhile. Rates and ratios are right; the sum can be a few short.
/// </remarks>
internal sealed class HitCounts
{
    /// <summary>Numbers from one processor's counts to the next: two cache lines, since processors fetch pairs of them.</summary>
    private const int Pitch = 16;

    private const int MostProcessors = 64;

    private readonly long[] _counts;
    private readonly int _mask;

    public HitCounts()
    {
        var processors = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, MostProcessors));
        _mask = processors - 1;
        _counts = new long[(processors + 1) * Pitch]; // the first ones lie beside the array's length
    }

    /// <summary>Counts one. Needs no lock.</summary>
    public void Add(CachedAnswer answer) => _counts[((Thread.GetCurrentProcessorId() & _mask) + 1) * Pitch + (int)answer]++;

    /// <summary>How many there were.</summary>
    public long Of(CachedAnswer answer)
    {
        var sum = 0L;
        for (var at = Pitch + (int)answer; at < _counts.Length; at += Pitch)
            sum += Volatile.Read(ref _counts[at]);
        return sum;
    }
}

/// <summary>What the caches needed to answer a request.</summary>
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
