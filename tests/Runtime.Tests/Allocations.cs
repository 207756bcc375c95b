namespace Vtd;

internal static class Allocations
{
    /// <summary>How often <see cref="Of"/> runs its action.</summary>
    public const int Runs = 2 * Rounds;

    private const int Rounds = 3;

    /// <summary>Bytes that an action allocates on this thread once it is warm.</summary>
    /// <remarks>
    /// It is the least of several runs: when another thread makes the runtime collect garbage, what is left of this thread's allocation
    /// buffer counts as allocated, up to 8 KB. What an action allocates itself, it allocates in each run.
    /// </remarks>
    public static long Of(Action action)
    {
        for (var round = 0; round < Rounds; round++)
            action();
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
