namespace Vtd.Runtime.Caches;

/// <summary>Finds cached pages by source id and PASID, whatever has become of the entries that led to them
/// (<see cref="UnitQuirk.PagesOutliveEntries"/>).</summary>
[GuardedByUnitLock]
internal sealed class PagesBySource(TranslationCache cache)
{
    private const int MostSources = 4096;
    private const uint NoPasid = uint.MaxValue;

    private readonly Dictionary<(SourceId SourceId, uint Pasid), PageTags> _tags = [];

    /// <summary>How many requesters are known.</summary>
    public int Count => _tags.Count;

    /// <summary>The page of an address of a requester, if it is cached.</summary>
    /// <param name="sourceId">The requester.</param>
    /// <param name="pasid">The PASID that its page was cached with; null in legacy mode.</param>
    /// <param name="address">The address.</param>
    /// <param name="page">The page.</param>
    public bool TryFind(SourceId sourceId, uint? pasid, ulong address, out CachedPage page)
    {
        page = default;
        return _tags.TryGetValue((sourceId, pasid ?? NoPasid), out var tags) && cache.TryGet(tags, address, out page);
    }

    /// <summary>Whether second-stage pages of a domain may be cached for a PASID.</summary>
    public bool HasSecondStage(ushort domain, uint pasid) =>
        _tags.Any(one => one.Key.Pasid == pasid && one.Value.Domain == domain && one.Value.Pasid is null);

    /// <summary>A page with these tags is cached for a requester.</summary>
    public void Note(SourceId sourceId, uint? pasid, PageTags tags)
    {
        if (_tags.Count >= MostSources)
            _tags.Clear(); // a page that is not found is walked for again
        _tags[(sourceId, pasid ?? NoPasid)] = tags;
    }

    /// <summary>As at power-on.</summary>
    public void Reset() => _tags.Clear();
}
