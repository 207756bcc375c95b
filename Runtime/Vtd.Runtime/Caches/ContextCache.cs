using Vtd.Architecture;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Caches;

/// <summary>Context entries by source-id (6.2.2).</summary>
/// <remarks>Legacy entries are tagged with their domain. Scalable ones name none and go with every domain.</remarks>
[GuardedByUnitLock]
internal sealed class ContextCache(int capacity, DropCount drops)
{
    private const ulong Untagged = ulong.MaxValue;

    private readonly TaggedCache<SourceId, Context> _cache = new(capacity, drops);

    /// <summary>The number of live entries.</summary>
    [IndependentOfUnitLock]
    public int Count => _cache.Root.Count;

    /// <summary>Lists the live entries.</summary>
    public IEnumerable<(SourceId SourceId, Context Context)> Entries() => _cache.Entries().Select(static one => (one.Key, one.Value));

    /// <summary>The entry of a device, if it is cached. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public bool TryGet(SourceId sourceId, out Context context) => _cache.TryGet(sourceId, out context);

    /// <summary>Finds the entry of a device without a copy. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public CacheEntry<SourceId, Context>? Find(SourceId sourceId) => _cache.Find(sourceId);

    /// <summary>Caches a present, legal entry.</summary>
    public void Insert(SourceId sourceId, in Context context)
    {
        var tag = context.IsScalable ? Untagged : context.Legacy.DID;
        _cache.Insert(sourceId, context, _cache.Root.Child(tag));
    }

    /// <summary>Drops stale entries.</summary>
    /// <returns>The number of entries that were looked at.</returns>
    public int Invalidate(in Stale stale)
    {
        if (stale.SourceId is { } sourceId)
            DropDevice(sourceId, stale.Functions);
        else if (stale.Domain is { } domain)
            DropDomain(domain);
        else
            DropAll();
        return 0;
    }

    /// <summary>Global: every entry.</summary>
    public void DropAll() => _cache.DropAll();

    /// <summary>Domain-selective: entries tagged with a domain and those without a tag.</summary>
    public void DropDomain(ushort domain)
    {
        _cache.Root.Find(domain)?.Drop();
        _cache.Root.Find(Untagged)?.Drop();
    }

    /// <summary>Device-selective: the entries of up to eight functions.</summary>
    public void DropDevice(SourceId sourceId, FunctionMask mask)
    {
        var ignored = FunctionBits.Ignored(mask);
        for (var function = ignored; ; function = (function - 1) & ignored)
        {
            _cache.Drop((ushort)((sourceId.Value & ~ignored) | function));
            if (function == 0)
                break;
        }
    }
}
