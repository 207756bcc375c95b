using Vtd.Runtime.Architecture;

namespace Vtd.Runtime.Caches;

/// <summary>PASID entries by source id and PASID, tagged with their domain (6.2.3).</summary>
internal sealed class PasidCache(int capacity)
{
    private readonly TaggedCache<PasidKey, PasidEntry> _cache = new(capacity);

    /// <summary>Live entries.</summary>
    public int Count => _cache.Root.Count;

    /// <summary>All of them.</summary>
    [RequiresUnitLock]
    public IEnumerable<(ushort SourceId, uint Pasid, PasidEntry Entry)> EntriesLocked() =>
        _cache.EntriesLocked().Select(static one => (one.Key.SourceId, one.Key.Pasid, one.Value));

    /// <summary>The entry of a device's PASID, if it is cached. Needs no lock.</summary>
    public bool TryGet(ushort sourceId, uint pasid, out PasidEntry entry) => _cache.TryGet(new(sourceId, pasid), out entry);

    /// <summary>The same without a copy of it.</summary>
    public CacheEntry<PasidKey, PasidEntry>? Find(ushort sourceId, uint pasid) => _cache.Find(new(sourceId, pasid));

    /// <summary>Caches a present, legal entry.</summary>
    [RequiresUnitLock]
    public void InsertLocked(ushort sourceId, uint pasid, in PasidEntry entry) =>
        _cache.InsertLocked(new(sourceId, pasid), entry, _cache.Root.ChildLocked(entry.DID).ChildLocked(pasid));

    /// <summary>Global: every entry.</summary>
    [RequiresUnitLock]
    public void DropAllLocked() => _cache.DropAllLocked();

    /// <summary>Domain-selective: entries of a domain.</summary>
    [RequiresUnitLock]
    public void DropDomainLocked(ushort domain) => _cache.Root.FindLocked(domain)?.DropLocked();

    /// <summary>PASID-selective: entries of a PASID in a domain, whatever the device.</summary>
    [RequiresUnitLock]
    public void DropPasidLocked(ushort domain, uint pasid) => _cache.Root.FindLocked(domain)?.FindLocked(pasid)?.DropLocked();

    /// <summary>What an entry is found by.</summary>
    internal readonly record struct PasidKey(ushort SourceId, uint Pasid)
    {
        public override int GetHashCode() => (int)(Pasid << 16 ^ Pasid >> 16 ^ SourceId);
    }
}
