using Vtd.Benchmarks.Unit;

namespace Vtd.Instructions;

/// <summary>System resets.</summary>
internal static class Resets
{
    /// <summary>Resets of a unit whose caches are empty.</summary>
    public static Action<int> Of(Guest guest) => repetitions =>
    {
        for (var repetition = 0; repetition < repetitions; repetition++)
            guest.Unit.Reset();
    };
}
