using Vtd.Runtime.Inspection;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Caches;

/// <summary>Interrupt remapping entries by index.</summary>
[GuardedByUnitLock]
internal sealed class InterruptEntryCache(int capacity) : IEntryCache
{
    private readonly TaggedCache<ushort, InterruptEntry> _cache = new(capacity, new());

    /// <inheritdoc/>
    [IndependentOfUnitLock]
    public int Count => _cache.Root.Count;

    /// <summary>The entry of an index, if it is cached. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public bool TryGet(ushort index, out InterruptEntry entry) => _cache.TryGet(index, out entry);

    /// <summary>Finds the entry of an index without a copy. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public CacheEntry<ushort, InterruptEntry>? Find(ushort index) => _cache.Find(index);

    /// <summary>Caches a present, legal entry.</summary>
    public void Insert(ushort index, in InterruptEntry entry) => _cache.Insert(index, entry, _cache.Root);

    /// <inheritdoc/>
    public int Invalidate(in Stale stale)
    {
        if (stale.Index is { } index)
            return DropIndexes(index, stale.IndexMask);
        DropAll();
        return 0;
    }

    /// <inheritdoc/>
    public void DropAll() => _cache.DropAll();

    /// <inheritdoc/>
    public Func<DumpedList<DumpedCacheEntry>> Copy(int most) => _cache.Copy(most, static one => one.Key, static one => Describe(one.Key, one.Value));

    /// <summary>Index-selective: 2^<paramref name="mask"/> entries, aligned to their number. Where finding them takes more than
    /// <see cref="TranslationCache.MaxLooks"/> looks, all entries go, as the architecture permits.</summary>
    /// <returns>The number of entries that were looked at.</returns>
    public int DropIndexes(ushort index, int mask)
    {
        mask = Math.Min(mask, 16); // an index has 16 bits
        var first = index >> mask << mask;
        var count = 1 << mask;
        var entries = Count;
        if (count <= Math.Min(entries, TranslationCache.MaxLooks))
        {
            for (var each = first; each < first + count; each++)
                _cache.Drop((ushort)each);
            return count;
        }
        if (entries > TranslationCache.MaxLooks)
        {
            DropAll();
            return 1;
        }
        _cache.DropWhere(_cache.Root, (first, count), static (key, _, range) => key >= range.first && key < range.first + range.count);
        return entries;
    }

    private static DumpedCacheEntry Describe(ushort index, in InterruptEntry entry) => new()
    {
        Values =
        [
            DumpedValue.Of("index", index),
            DumpedValue.Of("delivery", entry.IsPosted ? "posted" : "remapped"),
            DumpedValue.OfAddress("address", entry.IsPosted ? entry.Target.Descriptor : entry.Message.Qword0),
            DumpedValue.OfAddress("data", entry.IsPosted ? entry.Target.Vector : (uint)entry.Message.Qword1),
        ],
    };
}
