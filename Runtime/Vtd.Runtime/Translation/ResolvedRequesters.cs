namespace Vtd.Runtime.Translation;

/// <summary>The decoded entries of the requesters that asked last, so that a hit takes one lookup.</summary>
/// <remarks>No cache of the architecture: each of these counts only while the entries that it was taken from are cached.</remarks>
[GuardedByUnitLock]
internal sealed class ResolvedRequesters
{
    private const int Slots = 1024;
    private const int PasidStep = 89; // odd, so that the PASIDs of one device spread over all slots

    private readonly Resolved?[] _slots = new Resolved?[Slots];

    /// <summary>Finds the decoded entries of a requester. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public bool TryGet(in Requester requester, bool isScalable, out RequesterRules rules)
    {
        if (Volatile.Read(ref _slots[SlotOf(requester)]) is { } found && found.IsOf(requester, isScalable) && found.Rules.IsLive)
        {
            rules = found.Rules;
            return true;
        }
        rules = default;
        return false;
    }

    /// <summary>Keeps what the entries of a requester say, if it asks in the plain way that nearly all requests have.</summary>
    public void Add(in Requester requester, in RequesterRules rules)
    {
        if (requester.IsPlain)
            Volatile.Write(ref _slots[SlotOf(requester)], new(requester.SourceId, requester.Pasid, rules));
    }

    private static int SlotOf(in Requester requester) => (int)((requester.SourceId.Value + requester.Pasid.GetValueOrDefault() * PasidStep) % Slots);

    private sealed class Resolved(SourceId sourceId, uint? pasid, in RequesterRules rules)
    {
        public readonly RequesterRules Rules = rules;

        public bool IsOf(in Requester requester, bool isScalable) =>
            requester.SourceId == sourceId && requester.Pasid == pasid && requester.IsPlain && isScalable == (Rules.Entry is not null);
    }
}
