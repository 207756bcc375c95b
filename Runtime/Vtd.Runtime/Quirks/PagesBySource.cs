using Vtd.Runtime.Caches;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.State;

namespace Vtd.Runtime.Quirks;

/// <summary>An index of cached pages by source-id and PASID, whatever has become of the entries that led to the pages. For quirks alone.</summary>
[GuardedByUnitLock]
internal sealed class PagesBySource(UnitQuirks quirks, TranslationCache cache) : IUnitPart
{
    private const int MostSources = 4096;
    private const uint NoPasid = uint.MaxValue;

    private readonly bool _isKept = quirks != UnitQuirks.None;
    private readonly bool _answersRequests = new RequestQuirks(quirks).PagesOutliveEntries;
    private readonly bool _dropsSecondStage = new DescriptorQuirks(quirks).PasidInvalidationsDropSecondStage;
    private readonly Dictionary<(SourceId SourceId, uint Pasid), (PageTags Found, PageTags Owner)> _tags = [];

    /// <summary>Whether cached pages answer requests without a look at entries (<see cref="UnitQuirk.PagesOutliveEntries"/>).</summary>
    [IndependentOfUnitLock]
    public bool AnswersRequests => _answersRequests;

    /// <inheritdoc/>
    public ResetStep ResetStep => ResetStep.CachesDropped;

    /// <inheritdoc/>
    public void Reset(bool keepsSticky) => _tags.Clear();

    /// <inheritdoc/>
    /// <remarks>Caches come back empty.</remarks>
    public void Save(SnapshotWriter snapshot)
    {
    }

    /// <inheritdoc/>
    public Action? Restore(SnapshotReader snapshot) => null;

    /// <summary>Finds the page of an address of a requester, if the page is cached.</summary>
    /// <param name="sourceId">The requester.</param>
    /// <param name="pasid">The PASID that the page was cached with; null in legacy mode.</param>
    /// <param name="address">The address.</param>
    /// <param name="page">The page.</param>
    public bool TryFind(SourceId sourceId, uint? pasid, ulong address, out CachedPage page)
    {
        page = default;
        return _tags.TryGetValue((sourceId, pasid ?? NoPasid), out var tags) && cache.TryGet(tags.Found, address, out page);
    }

    /// <summary>Adds a page that is cached for a requester.</summary>
    /// <param name="sourceId">The requester.</param>
    /// <param name="pasid">The PASID of the page; null in legacy mode.</param>
    /// <param name="tags">The tags that the page is found by.</param>
    /// <param name="owner">The tags that the page is dropped with.</param>
    public void Add(SourceId sourceId, uint? pasid, PageTags tags, PageTags owner)
    {
        if (_isKept)
            Keep(sourceId, pasid, tags, owner);
    }

    private void Keep(SourceId sourceId, uint? pasid, PageTags tags, PageTags owner)
    {
        if (_tags.Count >= MostSources)
            _tags.Clear(); // a page that is not found is walked for again
        _tags[(sourceId, pasid ?? NoPasid)] = (tags, owner);
    }

    /// <summary>Drops the second-stage pages of a domain if some may be cached for a PASID (<see cref="UnitQuirk.PasidInvalidationsDropSecondStage"/>).</summary>
    /// <returns>The number of entries that were looked at.</returns>
    public int DropSecondStage(ushort domain, uint pasid)
    {
        if (!_dropsSecondStage)
            return 0;
        if (_tags.Any(one => one.Key.Pasid == pasid && one.Value.Owner.Domain == domain && one.Value.Owner.Pasid is null))
            cache.DropSecondStage(domain);
        return _tags.Count;
    }
}
