using Vtd.Architecture;
using Vtd.Runtime.Inspection;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Caches;

/// <summary>PASID entries by source id and PASID, tagged with their domain (6.2.3).</summary>
[GuardedByUnitLock]
internal sealed class PasidCache(int capacity, DropCount drops) : IEntryCache
{
    private readonly TaggedCache<PasidKey, PasidEntry> _cache = new(capacity, drops);

    /// <inheritdoc/>
    [IndependentOfUnitLock]
    public int Count => _cache.Root.Count;

    /// <summary>The entry of a device's PASID, if it is cached. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public bool TryGet(SourceId sourceId, uint pasid, out PasidEntry entry) => _cache.TryGet(new(sourceId, pasid), out entry);

    /// <summary>Finds the entry of a device's PASID without a copy. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public CacheEntry<PasidKey, PasidEntry>? Find(SourceId sourceId, uint pasid) => _cache.Find(new(sourceId, pasid));

    /// <summary>Caches a present, legal entry.</summary>
    public void Insert(SourceId sourceId, uint pasid, in PasidEntry entry) =>
        _cache.Insert(new(sourceId, pasid), entry, _cache.Root.Child(entry.DID).Child(pasid));

    /// <inheritdoc/>
    public int Invalidate(in Stale stale)
    {
        if (stale is { Domain: { } owner, Pasid: { } pasid })
            DropPasid(owner, pasid);
        else if (stale.Domain is { } domain)
            return DropDomain(domain);
        else
            DropAll();
        return 0;
    }

    /// <inheritdoc/>
    public void DropAll() => _cache.DropAll();

    /// <inheritdoc/>
    public Func<DumpedList<DumpedCacheEntry>> Copy(int most) =>
        _cache.Copy(most, static one => (one.Key.SourceId.Value, one.Key.Pasid), static one => Describe(one.Key, one.Value));

    /// <summary>Domain-selective: entries of a domain.</summary>
    /// <returns>The number of scopes that were marked.</returns>
    public int DropDomain(ushort domain) => _cache.Root.Find(domain)?.Drop() ?? 0;

    /// <summary>PASID-selective: entries of a PASID in a domain, whatever the device.</summary>
    public void DropPasid(ushort domain, uint pasid) => _cache.Root.Find(domain)?.Find(pasid)?.Drop();

    private static DumpedCacheEntry Describe(PasidKey key, in PasidEntry entry)
    {
        Span<byte> bytes = stackalloc byte[PasidEntry.SizeInBytes];
        entry.CopyTo(bytes);
        return new()
        {
            Values = [DumpedValue.Of("sourceId", key.SourceId.ToString()), DumpedValue.Of("pasid", key.Pasid)],
            Layout = "pasid-entry",
            Words = DumpedList.Words(bytes),
            Text = entry.ToString(),
        };
    }

    /// <summary>The key of an entry.</summary>
    internal readonly record struct PasidKey(SourceId SourceId, uint Pasid)
    {
        public override int GetHashCode() => (int)(Pasid << 16 ^ Pasid >> 16 ^ SourceId.Value);
    }
}
