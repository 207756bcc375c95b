using Vtd.Runtime.Telemetry;

namespace Vtd.Runtime.Translation;

/// <summary>The decoded entries of a requester that asks in the plain way.</summary>
internal sealed class ResolvedRequester(RequesterKey key, in RequesterEntries entries, in RequesterRules rules)
{
    private ulong _confirmed;

    /// <summary>The requester.</summary>
    public readonly RequesterKey Key = key;

    /// <summary>Decoded context and PASID entries.</summary>
    public readonly RequesterEntries Entries = entries;

    /// <summary>Rules that follow from the entries.</summary>
    public readonly RequesterRules Rules = rules;

    /// <summary>The hash of the tags of its pages.</summary>
    public readonly uint PageHash = rules.Tags.Hash;

    /// <summary>The entries and the page that answer its requests.</summary>
    public readonly CachedAnswer Answer = rules.Entry is null ? CachedAnswer.ContextAndPage : CachedAnswer.ContextPasidAndPage;

    /// <summary>A count of drops at which its entries were seen to be live and the mode to be theirs; 0 if that was never seen.</summary>
    public ulong Confirmed
    {
        get => Volatile.Read(ref _confirmed);
        set => Volatile.Write(ref _confirmed, value);
    }

    /// <summary>Whether the entries are of a mode.</summary>
    public bool IsOf(bool isScalable) => isScalable == (Rules.Entry is not null);
}
