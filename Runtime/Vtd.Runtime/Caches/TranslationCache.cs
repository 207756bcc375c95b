using Vtd.Runtime.Inspection;
using Vtd.Runtime.Quirks.Catalog;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Caches;

/// <summary>The IOTLB: translated pages by domain, PASID and input page (6.2.4).</summary>
/// <remarks>
/// Second-stage pages are tagged with the domain only; first-stage and nested ones with domain and PASID. A domain's scope has one
/// scope for each of these kinds below it, and the latter one for each PASID. Below that is one for each first-stage page that is cached in parts, since what
/// names any byte of the page drops them all.
/// There is no cache of upper-level entries, so the invalidation hint changes nothing.
/// A page-selective request looks at no more than <see cref="MaxLooks"/> entries, however many there are: where that is not enough
/// to find those in its range, all entries of its scope go, as the architecture permits (6.5.1.2, 6.5.2.3: hardware may do more than it is asked).
/// </remarks>
[GuardedByUnitLock]
internal sealed class TranslationCache(int capacity, DescriptorQuirks quirks = default) : IEntryCache
{
    /// <summary>Entries that one selective request looks at, at most: enough for every page of a range of 4 MiB.</summary>
    public const int MaxLooks = 2048;

    private const ulong SecondStage = 0;
    private const ulong FirstStage = 1;

    private readonly TaggedCache<PageKey, CachedPage> _cache = new(capacity, new());
    private volatile byte[] _shiftsInUse = [];
    private ulong _sizesInUse; // the same, to be looked at by one bit
    private PageTags _lastTags;
    private Scope? _lastScope;
    private bool _hasSources;

    /// <summary>Logarithms of the page sizes: 4 KiB, 2 MiB, 1 GiB.</summary>
    private static ReadOnlySpan<byte> Shifts => [12, 21, 30];

    /// <summary>Logarithms of the page sizes that can be cached in parts: 2 MiB, 1 GiB.</summary>
    private static ReadOnlySpan<byte> Spans => Shifts[1..];

    /// <inheritdoc/>
    [IndependentOfUnitLock]
    public int Count => _cache.Root.Count;

    /// <summary>The most entries that it holds.</summary>
    [IndependentOfUnitLock]
    public int Capacity => _cache.Capacity;

    /// <summary>The page of an address, if it is cached. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public bool TryGet(PageTags tags, ulong address, out CachedPage page)
    {
        var found = Find(tags, address);
        page = found is null ? default : found.Value;
        return found is not null;
    }

    /// <summary>Finds the page of an address without a copy. Needs no lock.</summary>
    [IndependentOfUnitLock]
    public CacheEntry<PageKey, CachedPage>? Find(PageTags tags, ulong address)
    {
        foreach (var shift in _shiftsInUse)
        {
            if (_cache.Find(new(tags, address, shift)) is { } page)
                return page;
        }
        return null;
    }

    /// <summary>Caches a page.</summary>
    /// <param name="tags">The tags that the page is found by: those of its owner, but for a quirk.</param>
    /// <param name="owner">The domain and the PASID that the page is dropped with.</param>
    /// <param name="address">An address in the page.</param>
    /// <param name="page">The page.</param>
    public void Insert(PageTags tags, PageTags owner, ulong address, in CachedPage page)
    {
        _hasSources |= tags.SourceId != 0;
        if ((_sizesInUse & 1UL << page.Shift) == 0)
            AddSize(page.Shift);
        var scope = ScopeOf(owner);
        _cache.Insert(new(tags, address, page.Shift), page, page.Span > page.Shift ? scope.Child(PartsOf(address, page.Span)) : scope);
    }

    /// <summary>The key of the scope of a page's parts: its first address, with the logarithm of its size in the low bits.</summary>
    private static ulong PartsOf(ulong address, byte span) => address >> span << span | span;

    private void AddSize(byte shift)
    {
        _sizesInUse |= 1UL << shift;
        _shiftsInUse = [.. _shiftsInUse, shift]; // before the page, so that who can find it looks for its size
    }

    /// <summary>The scope of tags, which most often are those of the last page.</summary>
    private Scope ScopeOf(PageTags tags)
    {
        if (_lastScope is { IsLive: true } last && _lastTags == tags)
            return last;
        var domain = _cache.Root.Child(tags.Domain);
        _lastTags = tags;
        return _lastScope = tags.Pasid is { } pasid ? domain.Child(FirstStage).Child(pasid) : domain.Child(SecondStage);
    }

    /// <inheritdoc/>
    public int Invalidate(in Stale stale)
    {
        if (stale.Domain is not { } domain)
        {
            DropAll();
            return 0;
        }
        return _cache.Root.Find(domain) is null ? 0 : InvalidateDomain(domain, stale);
    }

    private int InvalidateDomain(ushort domain, in Stale stale)
    {
        switch (stale)
        {
            case { Pasid: { } pasid, Address: not null }:
                return DropPasidPages(domain, pasid, stale.Range);
            case { Pasid: { } pasid }:
                return DropPasid(domain, pasid);
            case { Address: { } address }:
                var looks = quirks.EightBitPageMask ? DropPagesLike(domain, address, (byte)(byte.MaxValue << stale.AddressMask)) : 0;
                return looks + DropPages(domain, stale.Range);
            default:
                return DropDomain(domain);
        }
    }

    /// <inheritdoc/>
    public void DropAll() => _cache.DropAll();

    /// <inheritdoc/>
    public Func<DumpedList<DumpedCacheEntry>> Copy(int most) =>
        _cache.Copy(most, static one => (one.Key.Tags.Number, one.Key.Page), static one => Describe(one.Key, one.Value));

    private static DumpedCacheEntry Describe(in PageKey key, in CachedPage page) => new()
    {
        Values =
        [
            key.Tags.SourceId == 0 ? DumpedValue.Of("domain", key.Tags.Domain) : DumpedValue.Of("sourceId", new SourceId(key.Tags.SourceId).ToString()),
            DumpedValue.Of("pasid", key.Tags.Pasid), // none for the second stage
            DumpedValue.OfAddress("input", key.Page),
            DumpedValue.OfAddress("output", page.Output),
            DumpedValue.OfAddress("size", 1UL << page.Shift),
            DumpedValue.Of("permissions", page.Rights.User.ToString()),
        ],
    };

    /// <summary>IOTLB domain: every page of a domain, of any kind and PASID.</summary>
    /// <returns>The number of scopes that were marked.</returns>
    public int DropDomain(ushort domain) => _cache.Root.Find(domain)?.Drop() ?? 0;

    /// <summary>IOTLB page: second-stage pages of a domain in a range, and all of its first-stage and nested ones, since
    /// which of those the range lies behind is not known.</summary>
    /// <returns>The number of entries that were looked at.</returns>
    public int DropPages(ushort domain, PageRange range)
    {
        var looks = DropPages(Find(domain, SecondStage), PageTags.OfSecondStage(domain), range);
        return looks + (Find(domain, FirstStage)?.Drop() ?? 0);
    }

    /// <summary>Second-stage pages of a domain whose number agrees with that of an address in some bits (<see cref="UnitQuirk.EightBitPageMask"/>).</summary>
    private int DropPagesLike(ushort domain, ulong address, byte bits)
    {
        if (Find(domain, SecondStage) is not { } scope)
            return 0;
        var entries = scope.OwnCount;
        if (entries > MaxLooks)
            return scope.Drop();
        _cache.DropWhere(scope, (Address: address, Bits: (ulong)bits << SmallPage.Shift), static (key, _, like) => ((key.Page ^ like.Address) & like.Bits) == 0);
        return entries;
    }

    /// <summary>Second-stage pages of a domain.</summary>
    public void DropSecondStage(ushort domain) => Find(domain, SecondStage)?.Drop();

    /// <summary>PASID-based IOTLB, PASID: first-stage and nested pages of a PASID in a domain.</summary>
    /// <returns>The number of scopes that were marked.</returns>
    public int DropPasid(ushort domain, uint pasid) => Find(domain, FirstStage)?.Find(pasid)?.Drop() ?? 0;

    /// <summary>PASID-based IOTLB, page: first-stage and nested pages of a PASID in a domain and a range.</summary>
    /// <returns>The number of entries that were looked at.</returns>
    public int DropPasidPages(ushort domain, uint pasid, PageRange range) =>
        DropPages(Find(domain, FirstStage)?.Find(pasid), PageTags.OfFirstStage(domain, pasid), range);

    private Scope? Find(ushort domain, ulong kind) => _cache.Root.Find(domain)?.Find(kind);

    private int DropPages(Scope? scope, PageTags tags, PageRange range)
    {
        if (scope is null)
            return 0;
        var looks = scope.ChildCount > 0 ? DropPartsLocked(scope, range) : 0;
        return scope.IsLive ? looks + DropWhole(scope, tags, range) : looks;
    }

    /// <summary>Drops the parts of pages that have a byte in a range.</summary>
    [RequiresUnitLock]
    private static int DropPartsLocked(Scope scope, PageRange range)
    {
        var probes = 0UL;
        foreach (var span in Spans)
            probes += range.PageCount(span);
        var children = scope.ChildCount;
        if (probes <= (ulong)Math.Min(children, MaxLooks))
            return ProbePartsLocked(scope, range);
        if (children > MaxLooks)
            return scope.Drop();
        scope.DropChildren(range, static (key, range) => range.Touches(SmallPage.StartOf(key), (byte)(key - SmallPage.StartOf(key))));
        return children;
    }

    [RequiresUnitLock]
    private static int ProbePartsLocked(Scope scope, PageRange range)
    {
        var probes = 0;
        foreach (var span in Spans)
        {
            var page = range.First >> span << span;
            for (var left = range.PageCount(span); left > 0; left--, page += 1UL << span, probes++)
                scope.Find(PartsOf(page, span))?.Drop();
        }
        return probes;
    }

    /// <summary>Drops the pages in a range that are not parts of larger ones.</summary>
    private int DropWhole(Scope scope, PageTags tags, PageRange range)
    {
        var probes = 0UL;
        foreach (var shift in Shifts)
            probes += range.PageCount(shift);
        var entries = scope.OwnCount;
        // Pages that are found by requester have other keys.
        if (!_hasSources && probes <= (ulong)Math.Min(entries, MaxLooks))
            return Probe(tags, range);
        if (entries > MaxLooks)
            return scope.Drop();
        _cache.DropWhere(
            scope,
            range,
            static (key, _, range) => range.Touches(key.Page, key.Shift));
        return entries;
    }

    private int Probe(PageTags tags, PageRange range)
    {
        var probes = 0;
        foreach (var shift in Shifts)
        {
            var page = range.First >> shift << shift;
            for (var left = range.PageCount(shift); left > 0; left--, page += 1UL << shift, probes++)
                _cache.Drop(new(tags, page, shift));
        }
        return probes;
    }

    /// <summary>The key of a page, in two words, since hits do little else than to make a key and compare it.</summary>
    internal readonly record struct PageKey
    {
        // The first address, with the logarithm of the size in its low bits, which are 0: those that count the bits of a shift.
        private readonly ulong _pageAndShift;

        public PageKey(PageTags tags, ulong address, byte shift)
        {
            Tags = tags;
            _pageAndShift = address >> shift << shift | shift;
        }

        public PageTags Tags { get; }

        public byte Shift => (byte)_pageAndShift;

        public ulong Page => SmallPage.StartOf(_pageAndShift);

        private ulong Number => _pageAndShift >> Shift;

        /// <summary>Whether the page has these tags and an address is in it.</summary>
        public bool Covers(PageTags tags, ulong address) =>
            Tags == tags && (_pageAndShift ^ address) >> Shift == 0;

        public override int GetHashCode()
        {
            // Neighbouring pages of one table, by far the most common keys, differ in the low bits and so never collide.
            return (int)(Number ^ Number >> 32 ^ (ulong)Shift << 24 ^ Tags.Hash);
        }
    }
}
