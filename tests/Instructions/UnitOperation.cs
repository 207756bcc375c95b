using Vtd.Benchmarks.Unit;

namespace Vtd.Instructions;

/// <summary>One operation, to be repeated so that a tool can count what it takes.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Prepare">Makes what is asked, and what asks it so often.</param>
internal sealed record UnitOperation(string Name, Func<Action<int>> Prepare)
{
    private const int HitPages = 64; // a power of two, as the other numbers
    private const int MissPages = 1024;
    private const int HitIndexes = 64;
    private const int MissIndexes = 1024;
    private const int SmallCapacity = 8;

    /// <summary>The name of the operation that asks a stand-in in the same way, so that its count is what the counting program itself takes; null where that is nearly nothing.</summary>
    public string? Harness { get; init; }

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<UnitOperation> All { get; } =
    [
        new("harness-dma", static () => Requests.Translations(default(StandIn), pasid: null, HitPages)),
        new("harness-interrupt", static () => Requests.Interrupts(default(StandIn), HitIndexes)),
        new("harness-read", static () => RegisterAccesses.Reads(default(StandIn))),
        new("harness-write", static () => RegisterAccesses.Writes(default(StandIn))),
        OnDma("hit-legacy", static () => Requests.OfCachedPages(new(scalable: false), pasid: null, HitPages)),
        OnDma("hit-scalable", static () => Requests.OfCachedPages(new(scalable: true), pasid: null, HitPages)),
        OnDma("hit-pasid", static () => Requests.OfCachedPages(new(scalable: true), Guest.Pasid, HitPages)),
        OnDma("miss-legacy", static () => Requests.OfCachedPages(new(scalable: false, SmallCapacity), pasid: null, MissPages)),
        OnDma("miss-scalable", static () => Requests.OfCachedPages(new(scalable: true, SmallCapacity), pasid: null, MissPages)),
        OnInterrupts("interrupt-hit", static () => Requests.OfInterruptEntries(new(scalable: false), HitIndexes)),
        OnInterrupts("interrupt-miss", static () => Requests.OfInterruptEntries(new(scalable: false, SmallCapacity), MissIndexes)),
        new("register-read", static () => RegisterAccesses.Reads(new RealUnit(new Guest(scalable: false).Unit))) { Harness = "harness-read" },
        new("register-write", static () => RegisterAccesses.Writes(new RealUnit(new Guest(scalable: false).Unit))) { Harness = "harness-write" },
        .. QueueDescriptors.All,
        new("reset", static () => Resets.Of(new(scalable: false))),
    ];

    /// <summary>Finds the operation of a name.</summary>
    public static UnitOperation? Find(string name) => All.FirstOrDefault(operation => operation.Name == name);

    private static UnitOperation OnDma(string name, Func<Action<int>> prepare) => new(name, prepare) { Harness = "harness-dma" };

    private static UnitOperation OnInterrupts(string name, Func<Action<int>> prepare) => new(name, prepare) { Harness = "harness-interrupt" };
}
