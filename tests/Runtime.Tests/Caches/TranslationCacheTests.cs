using CsCheck;
using Vtd.Runtime.Caches;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Tests.Caches;

/// <summary>Every row of the granularity table for the IOTLB: what goes and what stays.</summary>
public class TranslationCacheTests
{
    /// <summary>A page, of the second stage if there is no PASID.</summary>
    private readonly record struct Page(ushort Domain, uint? Pasid, ulong Address, int Shift)
    {
        public PageTags Tags => Pasid is { } pasid ? PageTags.OfFirstStage(Domain, pasid) : PageTags.OfSecondStage(Domain);
    }

    private static readonly Page[] Pages =
    [
        .. from domain in new ushort[] { 1, 2 }
           from pasid in new uint?[] { null, 5, 6 }
           from page in new (ulong, int)[] { (0x1000, 12), (0x2000, 12), (0x3000, 12), (0x20_0000, 21), (0x4000_0000, 30) }
           select new Page(domain, pasid, page.Item1, page.Item2),
    ];

    private static TranslationCache Filled()
    {
        var cache = new TranslationCache(4096);
        foreach (var page in Pages)
            cache.Insert(page.Tags, page.Address, new(page.Address, (byte)page.Shift, new(PagePermissions.Read)));
        Assert.Equal(Pages.Length, cache.Count);
        return cache;
    }

    private static void AssertDropped(TranslationCache cache, Func<Page, bool> isDropped)
    {
        foreach (var page in Pages)
            Assert.Equal((page, !isDropped(page)), (page, cache.TryGet(page.Tags, page.Address + 0x123, out _)));
        Assert.Equal(Pages.Count(page => !isDropped(page)), cache.Count);
    }

    [Fact]
    public void Nothing_is_dropped_without_a_request() => AssertDropped(Filled(), _ => false);

    [Fact]
    public void Global_drops_everything()
    {
        var cache = Filled();
        cache.DropAll();
        AssertDropped(cache, _ => true);
    }

    [Fact]
    public void Domain_drops_every_kind_and_pasid_of_the_domain()
    {
        var cache = Filled();
        cache.DropDomain(1);
        AssertDropped(cache, page => page.Domain == 1);
    }

    [Fact]
    public void Page_drops_second_stage_in_range_and_all_first_stage_of_the_domain()
    {
        var cache = Filled();
        cache.DropPages(1, PageRange.FromAddressMask(0x2000, 0));
        AssertDropped(cache, page => page.Domain == 1
            && (page.Pasid is not null || (page.Address == 0x2000)));
    }

    [Fact]
    public void Page_drops_a_large_page_that_the_range_only_touches()
    {
        var cache = Filled();
        cache.DropPages(1, PageRange.FromAddressMask(0x20_5000, 0));
        AssertDropped(cache, page => page.Domain == 1
            && (page.Pasid is not null || (page.Shift == 21)));
    }

    /// <summary>Entries looked at, in place of time: a request that finds nothing costs the same, however much is cached beside its range.</summary>
    [Theory]
    [InlineData(100, false)]
    [InlineData(2000, false)]
    [InlineData(15_610, false)]
    [InlineData(100, true)]
    [InlineData(2000, true)]
    [InlineData(15_610, true)]
    public void A_page_that_is_not_cached_is_looked_for_and_the_others_are_not(int others, bool areParts)
    {
        var cache = new TranslationCache(1 << 16);
        for (var page = 0UL; page < (ulong)others; page++)
            cache.Insert(PageTags.OfFirstStage(1, 5), page << 12, new(page << 12, 12, new(PagePermissions.Read)) { Span = (byte)(areParts ? 21 : 12) });

        var looks = cache.Invalidate(new Stale(StaleKind.PasidIotlb) { Domain = 1, Pasid = 5, Address = 1UL << 40 });

        Assert.Equal((others, true), (cache.Count, looks <= 3));
    }

    [Theory]
    [InlineData(0x20_0000, 0, 0x20_0000)]
    [InlineData(0x3F_F000, 0, 0x20_0000)]
    [InlineData(0x4000_0000, 0, 0x4000_0000)]
    [InlineData(0x7FFF_F000, 0, 0x4000_0000)]
    [InlineData(0x40_0000, 0, 0)]
    [InlineData(0, 18, 0x20_0000)]
    [InlineData(0, 20, -1)]
    public void Any_byte_of_a_first_stage_page_drops_all_parts_of_it_and_no_others(ulong address, byte mask, long dropped)
    {
        (ulong Page, byte Span)[] pages = [(0x20_0000, 21), (0x60_0000, 21), (0x4000_0000, 30)];
        var tags = PageTags.OfFirstStage(1, 5);
        var cache = new TranslationCache(4096);
        foreach (var (page, span) in pages)
        {
            foreach (var part in new[] { page, page + 0x5000, page + (1UL << span) - 0x1000 })
                cache.Insert(tags, part, new(part, 12, new(PagePermissions.Read)) { Span = span });
        }

        cache.DropPasidPages(1, 5, PageRange.FromAddressMask(address, mask));

        foreach (var (page, span) in pages)
        {
            var isDropped = dropped == -1 || (long)page == dropped || (mask == 18 && span == 21);
            foreach (var part in new[] { page, page + 0x5000, page + (1UL << span) - 0x1000 })
                Assert.Equal((page, part, !isDropped), (page, part, cache.TryGet(tags, part, out _)));
        }
    }

    [Fact]
    public void Page_with_a_large_mask_drops_all_sizes_in_range()
    {
        var cache = Filled();
        cache.DropPages(1, PageRange.FromAddressMask(0, 18));
        AssertDropped(cache, page => page.Domain == 1
            && (page.Pasid is not null || (page.Address < 0x4000_0000)));
    }

    [Fact]
    public void Pasid_drops_first_stage_of_the_pasid_in_the_domain()
    {
        var cache = Filled();
        cache.DropPasid(1, 5);
        AssertDropped(cache, page => page is { Domain: 1, Pasid: 5 });
    }

    [Theory]
    [InlineData(0x1000UL, 0)]
    [InlineData(0x20_1000UL, 0)]
    [InlineData(0x1000UL, 2)]
    [InlineData(0UL, 40)]
    [InlineData(0UL, 63)]
    public void Pasid_page_drops_first_stage_in_range(ulong address, int mask)
    {
        var cache = Filled();
        var range = PageRange.FromAddressMask(address, mask);
        cache.DropPasidPages(1, 5, range);
        AssertDropped(cache, page => page is { Domain: 1, Pasid: 5 } && range.Touches(page.Address, page.Shift));
    }

    [Fact]
    public void Requests_for_what_is_not_there_do_nothing()
    {
        var cache = Filled();
        cache.DropDomain(9);
        cache.DropPages(9, PageRange.FromAddressMask(0, 63));
        cache.DropPasid(1, 9);
        cache.DropPasid(9, 5);
        cache.DropPasidPages(1, 9, PageRange.FromAddressMask(0, 63));
        AssertDropped(cache, _ => false);
    }

    [Theory]
    [InlineData(100, 18)]
    [InlineData(4000, 0)]
    [InlineData(4000, 9)]
    [InlineData(4000, 10)]
    [InlineData(4000, 18)]
    [InlineData(60_000, 10)]
    [InlineData(60_000, 18)]
    [InlineData(60_000, 52)]
    public void A_page_selective_request_looks_at_a_bounded_number_of_entries(int entries, int mask)
    {
        var cache = new TranslationCache(1 << 16);
        for (var index = 0; index < entries; index++)
            cache.Insert(PageTags.OfFirstStage(1, 5), (ulong)index << 12, new(0, 12, new(PagePermissions.Read)));
        var held = cache.Count;

        // A range elsewhere, in which no page is cached.
        Assert.InRange(cache.DropPasidPages(1, 5, PageRange.FromAddressMask(1UL << 45, mask)), 0, TranslationCache.MaxLooks);

        Assert.True(cache.Count == held || (cache.Count == 0 && held > TranslationCache.MaxLooks && mask > 10));
    }

    [Fact]
    public void A_page_selective_request_that_takes_too_many_looks_drops_the_pages_of_its_scope_alone()
    {
        var cache = new TranslationCache(1 << 14);
        for (ulong page = 0; page < 3000; page++)
            cache.Insert(PageTags.OfFirstStage(1, 5), page << 12, new(0, 12, new(PagePermissions.Read)));
        cache.Insert(PageTags.OfFirstStage(1, 6), 0x1000, new(0, 12, new(PagePermissions.Read)));
        cache.Insert(PageTags.OfSecondStage(1), 0x1000, new(0, 12, new(PagePermissions.Read)));
        cache.Insert(PageTags.OfFirstStage(2, 5), 0x1000, new(0, 12, new(PagePermissions.Read)));

        cache.DropPasidPages(1, 5, PageRange.FromAddressMask(0, 18));

        Assert.Equal(3, cache.Count);
    }

    [Fact]
    public void Probing_and_walking_drop_the_same_pages()
    {
        // Few pages held make a request walk, many make it probe. Both must agree with the definition.
        var pages = Gen.Select(Gen.ULong[0, 40], Gen.OneOf(Gen.Const<byte>(12), Gen.Const<byte>(21))).Array[0, 40];
        Gen.Select(pages, Gen.ULong[0, 40], Gen.Int[0, 12]).Sample((held, address, mask) =>
        {
            var cache = new TranslationCache(4096);
            var reference = new HashSet<(ulong, byte)>();
            foreach (var (number, shift) in held)
            {
                cache.Insert(PageTags.OfSecondStage(1), number << shift, new(0, shift, new(PagePermissions.Read)));
                reference.Add((number << shift, shift));
            }
            var range = PageRange.FromAddressMask(address << 12, mask);
            cache.DropPages(1, range);
            reference.RemoveWhere(page => range.Touches(page.Item1, page.Item2));
            return cache.Count == reference.Count;
        });
    }

    [Fact]
    public void Lookups_allocate_nothing()
    {
        var cache = Filled();
        var hits = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (ulong address = 0; address < 0x10_0000; address += 0x1000)
                hits += cache.TryGet(PageTags.OfFirstStage(1, 5), address, out _) ? 1 : 0;
        }));
        Assert.NotEqual(0, hits);
    }
}
