using Vtd.Runtime.Remapping;

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

    /// <summary>Index-selective: 2^<paramref name="mask"/> entries, aligned to their number.</summary>
    [RequiresUnitLock]
    public void DropIndexesLocked(ushort index, int mask)
    {
        mask = Math.Min(mask, 16); // an index has 16 bits
        var first = index >> mask << mask;
        var count = 1 << mask;
        if (count > _cache.Root.Count)
        {
            _cache.DropWhereLocked(_cache.Root, (first, count), static (key, _, range) => key >= range.first && key < range.first + range.count);
            return;
        }
        for (var each = first; each < first + count; each++)
            _cache.DropLocked((ushort)each);
    }
}
