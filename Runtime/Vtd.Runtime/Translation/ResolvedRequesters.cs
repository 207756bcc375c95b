using System.Runtime.CompilerServices;

namespace Vtd.Runtime.Translation;

/// <summary>The decoded entries of the requesters that asked last, so that a hit takes one lookup.</summary>
/// <remarks>No cache of the architecture: each of these counts only while the entries that it was taken from are cached.</remarks>
[GuardedByUnitLock]
internal sealed class ResolvedRequesters
{
    private const int SlotBits = 10;

    private readonly ResolvedRequester?[] _slots = new ResolvedRequester?[1 << SlotBits];

    /// <summary>Finds what is kept of a requester and still counts. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public ResolvedRequester? Find(in Requester requester, bool isScalable) =>
        requester.IsPlain && Find(requester.Key) is { } found && found.IsOf(isScalable) && found.Rules.IsLive ? found : null;

    /// <summary>Finds what is kept of a requester, live or not. Needs no lock.</summary>
    [IndependentOfUnitLock]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ResolvedRequester? Find(RequesterKey key) =>
        Volatile.Read(ref _slots[SlotOf(key)]) is { } found && found.Key == key ? found : null;

    /// <summary>Keeps what the entries of a requester say, if it asks in the plain way that nearly all requests have.</summary>
    public void Add(in Requester requester, in RequesterEntries entries, in RequesterRules rules)
    {
        if (!requester.IsPlain)
            return;
        Volatile.Write(ref _slots[SlotOf(requester.Key)], new(requester.Key, entries, rules));
    }

    private static int SlotOf(RequesterKey key)
    {
        // Fibonacci hashing: the high bits of the product depend on every bit of the key.
        const ulong GoldenRatio = 11400714819323198485;
        return (int)(key.Number * GoldenRatio >> (64 - SlotBits));
    }
}
