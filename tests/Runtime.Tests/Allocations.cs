namespace Vtd.Runtime.Tests;

internal static class Allocations
{
    /// <summary>Bytes that an action allocates on this thread once it is warm.</summary>
    public static long Of(Action action)
    {
        for (var round = 0; round < 3; round++)
            action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
