using Vtd.Architecture;
using Vtd.Runtime.Inspection;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Caches;

/// <summary>Context entries by source-id (6.2.2).</summary>
/// <remarks>Legacy entries are tagged with their domain. Scalable ones name none and go with every domain.</remarks>
[GuardedByUnitLock]
internal sealed class ContextCache(int capacity, DropCount drops) : IEntryCache
{
    private const ulong Untagged = ulong.MaxValue;

    private readonly TaggedCache<SourceId, Context> _cache = new(capacity, drops);

    /// <inheritdoc/>
    [IndependentOfUnitLock]
    public int Count => _cache.Root.Count;

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

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public void DropAll() => _cache.DropAll();

    /// <inheritdoc/>
    public Func<DumpedList<DumpedCacheEntry>> Copy(int most) =>
        _cache.Copy(most, static one => one.Key.Value, static one => Describe(one.Key, one.Value));

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

    private static DumpedCacheEntry Describe(SourceId sourceId, in Context context)
    {
        DumpedValue[] values = [DumpedValue.Of("sourceId", sourceId.ToString())];
        Span<byte> bytes = stackalloc byte[ScalableContextEntry.SizeInBytes];
        if (context.IsScalable)
        {
            context.Scalable.CopyTo(bytes);
            return new() { Values = values, Layout = "scalable-context-entry", Words = DumpedList.Words(bytes), Text = context.Scalable.ToString() };
        }
        context.Legacy.CopyTo(bytes);
        return new() { Values = values, Layout = "legacy-context-entry", Words = DumpedList.Words(bytes[..LegacyContextEntry.SizeInBytes]), Text = context.Legacy.ToString() };
    }
}
