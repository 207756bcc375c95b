using Vtd.Runtime.Architecture;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Caches;

/// <summary>Context entries by source id (6.2.2).</summary>
/// <remarks>Legacy entries are tagged with their domain. Scalable ones name none and go with every domain.</remarks>
internal sealed class ContextCache(int capacity)
{
    private const ulong Untagged = ulong.MaxValue;

    private readonly TaggedCache<ushort, Context> _cache = new(capacity);

    /// <summary>Live entries.</summary>
    public int Count => _cache.Root.Count;

    /// <summary>All of them.</summary>
    [RequiresUnitLock]
    public IEnumerable<(ushort SourceId, Context Context)> EntriesLocked() => _cache.EntriesLocked().Select(static one => (one.Key, one.Value));

    /// <summary>The entry of a device, if it is cached. Needs no lock.</summary>
    public bool TryGet(ushort sourceId, out Context context) => _cache.TryGet(sourceId, out context);

    /// <summary>The same without a copy of it.</summary>
    public CacheEntry<ushort, Context>? Find(ushort sourceId) => _cache.Find(sourceId);

    /// <summary>Caches a present, legal entry.</summary>
    [RequiresUnitLock]
    public void InsertLocked(ushort sourceId, in Context context)
    {
        var tag = context.IsScalable ? Untagged : context.Legacy.DID;
        _cache.InsertLocked(sourceId, context, _cache.Root.ChildLocked(tag));
    }

    /// <summary>Global: every entry.</summary>
    [RequiresUnitLock]
    public void DropAllLocked() => _cache.DropAllLocked();

    /// <summary>Domain-selective: entries tagged with a domain and those without a tag.</summary>
    [RequiresUnitLock]
    public void DropDomainLocked(ushort domain)
    {
        _cache.Root.FindLocked(domain)?.DropLocked();
        _cache.Root.FindLocked(Untagged)?.DropLocked();
    }

    /// <summary>Device-selective: the entries of up to eight functions.</summary>
    [RequiresUnitLock]
    public void DropDeviceLocked(ushort sourceId, FunctionMask mask)
    {
        var ignored = FunctionBits.Ignored(mask);
        for (var function = ignored; ; function = (function - 1) & ignored)
        {
            _cache.DropLocked((ushort)((sourceId & ~ignored) | function));
            if (function == 0)
                break;
        }
    }
}
