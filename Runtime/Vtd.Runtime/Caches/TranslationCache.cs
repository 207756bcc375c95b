namespace Vtd.Runtime.Caches;

/// <summary>The IOTLB: translated pages by domain, PASID and input page (6.2.4).</summary>
/// <remarks>
/// Second-stage pages are tagged with the domain only; first-stage and nested ones, and those passed through, with domain and
/// PASID. A domain's scope has one scope for each of these kinds below it, and the latter two one for each PASID.
/// There is no cache of upper-level entries, so the invalidation hint changes nothing.
/// </remarks>
internal sealed class TranslationCache(int capacity)
{
    private const uint NoPasid = uint.MaxValue;

    private readonly TaggedCache<PageKey, CachedPage> _cache = new(capacity);
    private bool _hasParts;

    /// <summary>Logarithms of the page sizes: 4 KiB, 2 MiB, 1 GiB.</summary>
    private static ReadOnlySpan<byte> Shifts => [12, 21, 30];

    /// <summary>Live entries.</summary>
    public int Count => _cache.Root.Count;

    /// <summary>All of them.</summary>
    [RequiresUnitLock]
    public IEnumerable<(ushort Domain, uint Pasid, ulong Address, CachedPage Page)> EntriesLocked() =>
        _cache.EntriesLocked().Select(static one => (one.Key.Domain, one.Key.Pasid, one.Key.Page, one.Value));

    /// <summary>The page of an address, if it is cached. Needs no lock. The PASID does not matter for the second stage.</summary>
    public bool TryGet(PageKind kind, ushort domain, uint pasid, ulong address, out CachedPage page)
    {
        foreach (var shift in Shifts)
        {
            if (_cache.TryGet(KeyOf(kind, domain, pasid, address, shift), out page))
                return true;
        }
        page = default;
        return false;
    }

    /// <summary>Whether pages of a size can be cached.</summary>
    /// <param name="shift">Logarithm of the size in bytes.</param>
    public static bool HasSize(int shift) => Shifts.Contains((byte)shift);

    /// <summary>Caches a page. The PASID does not matter for the second stage.</summary>
    [RequiresUnitLock]
    public void InsertLocked(ushort domain, uint pasid, ulong address, in CachedPage page)
    {
        _hasParts |= page.Span > page.Shift;
        var scope = _cache.Root.ChildLocked(domain).ChildLocked((ulong)page.Kind);
        if (page.Kind != PageKind.SecondStage)
            scope = scope.ChildLocked(pasid);
        _cache.InsertLocked(KeyOf(page.Kind, domain, pasid, address, page.Shift), page, scope);
    }

    /// <summary>IOTLB global: every page of every kind.</summary>
    [RequiresUnitLock]
    public void DropAllLocked()
    {
        _cache.DropAllLocked();
        _hasParts = false;
    }

    /// <summary>IOTLB domain: every page of a domain, of any kind and PASID.</summary>
    [RequiresUnitLock]
    public void DropDomainLocked(ushort domain) => _cache.Root.FindLocked(domain)?.DropLocked();

    /// <summary>IOTLB page: second-stage pages of a domain in a range, and all of its first-stage and nested ones, since
    /// which of those the range lies behind is not known.</summary>
    [RequiresUnitLock]
    public void DropPagesLocked(ushort domain, PageRange range)
    {
        DropPagesLocked(FindLocked(domain, PageKind.SecondStage), PageKind.SecondStage, domain, NoPasid, range);
        FindLocked(domain, PageKind.FirstStage)?.DropLocked();
    }

    /// <summary>Second-stage pages of a domain.</summary>
    [RequiresUnitLock]
    public void DropSecondStageLocked(ushort domain) => FindLocked(domain, PageKind.SecondStage)?.DropLocked();

    /// <summary>PASID-based IOTLB, PASID: first-stage, nested and passed-through pages of a PASID in a domain.</summary>
    [RequiresUnitLock]
    public void DropPasidLocked(ushort domain, uint pasid)
    {
        FindLocked(domain, PageKind.FirstStage)?.FindLocked(pasid)?.DropLocked();
        FindLocked(domain, PageKind.PassThrough)?.FindLocked(pasid)?.DropLocked();
    }

    /// <summary>PASID-based IOTLB, page: first-stage and nested pages of a PASID in a domain and a range.</summary>
    [RequiresUnitLock]
    public void DropPasidPagesLocked(ushort domain, uint pasid, PageRange range) =>
        DropPagesLocked(FindLocked(domain, PageKind.FirstStage)?.FindLocked(pasid), PageKind.FirstStage, domain, pasid, range);

    [RequiresUnitLock]
    private Scope? FindLocked(ushort domain, PageKind kind) => _cache.Root.FindLocked(domain)?.FindLocked((ulong)kind);

    [RequiresUnitLock]
    private void DropPagesLocked(Scope? scope, PageKind kind, ushort domain, uint pasid, PageRange range)
    {
        if (scope is null)
            return;

        var probes = 0UL;
        foreach (var shift in Shifts)
            probes += range.PageCount(shift);
        if (probes > (ulong)scope.Count || (_hasParts && kind == PageKind.FirstStage))
        {
            // Parts of larger pages may lie outside the range.
            _cache.DropWhereLocked(
                scope,
                range,
                static (key, page, range) => range.Touches(key.Page >> page.Span << page.Span, Math.Max(key.Shift, page.Span)));
            return;
        }

        foreach (var shift in Shifts)
        {
            var page = range.First >> shift << shift;
            for (var left = range.PageCount(shift); left > 0; left--, page += 1UL << shift)
                _cache.DropLocked(KeyOf(kind, domain, pasid, page, shift));
        }
    }

    private static PageKey KeyOf(PageKind kind, ushort domain, uint pasid, ulong address, byte shift) =>
        new(kind, domain, kind == PageKind.SecondStage ? NoPasid : pasid, address >> shift << shift, shift);

    private readonly record struct PageKey(PageKind Kind, ushort Domain, uint Pasid, ulong Page, byte Shift)
    {
        public override int GetHashCode()
        {
            // Neighbouring pages of one table, by far the most common keys, differ in the low bits and so never collide.
            var number = Page >> Shift;
            return (int)(number ^ number >> 32) ^ (int)Pasid * 40503 ^ Domain * 30011 ^ Shift << 27;
        }
    }
}
