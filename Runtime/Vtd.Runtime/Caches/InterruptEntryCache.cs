using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Caches;

/// <summary>Interrupt remapping entries by index.</summary>
internal sealed class InterruptEntryCache(int capacity)
{
    private readonly TaggedCache<ushort, InterruptEntry> _cache = new(capacity);

    /// <summary>Live entries.</summary>
    public int Count => _cache.Root.Count;

    /// <summary>All of them.</summary>
    [RequiresUnitLock]
    public IEnumerable<(ushort Index, InterruptEntry Entry)> EntriesLocked() => _cache.EntriesLocked().Select(static one => (one.Key, one.Value));

    /// <summary>The entry of an index, if it is cached. Needs no lock.</summary>
    public bool TryGet(ushort index, out InterruptEntry entry) => _cache.TryGet(index, out entry);

    /// <summary>Caches a present, legal entry.</summary>
    [RequiresUnitLock]
    public void InsertLocked(ushort index, in InterruptEntry entry) => _cache.InsertLocked(index, entry, _cache.Root);

    /// <summary>Global: every entry.</summary>
    [RequiresUnitLock]
    public void DropAllLocked() => _cache.DropAllLocked();

    /// <summary>Index-selective: 2^<paramref name="mask"/> entries, aligned to their number. Where finding them takes more than
    /// <see cref="TranslationCache.MaxLooks"/> looks, all entries go, as the architecture permits.</summary>
    /// <returns>How many entries were looked at.</returns>
    [RequiresUnitLock]
    public int DropIndexesLocked(ushort index, int mask)
    {
        mask = Math.Min(mask, 16); // an index has 16 bits
        var first = index >> mask << mask;
        var count = 1 << mask;
        var entries = Count;
        if (count <= Math.Min(entries, TranslationCache.MaxLooks))
        {
            for (var each = first; each < first + count; each++)
                _cache.DropLocked((ushort)each);
            return count;
        }
        if (entries > TranslationCache.MaxLooks)
        {
            DropAllLocked();
            return 1;
        }
        _cache.DropWhereLocked(_cache.Root, (first, count), static (key, _, range) => key >= range.first && key < range.first + range.count);
        return entries;
    }
}
