using Vtd.Runtime.Caches;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Tests.Caches;

public class InterruptEntryCacheTests
{
    private static InterruptEntryCache Filled(int count)
    {
        var cache = new InterruptEntryCache(1024);
        for (var index = 0; index < count; index++)
            cache.Insert((ushort)index, Entry(index));
        return cache;
    }

    private static int[] Held(InterruptEntryCache cache) =>
        [.. Enumerable.Range(0, 65536).Where(index => cache.TryGet((ushort)index, out var entry) && entry == Entry(index))];

    private static InterruptEntry Entry(int index) => new() { Target = new((ulong)index, 0, IsUrgent: false) };

    [Fact]
    public void Global_drops_all()
    {
        var cache = Filled(16);
        cache.DropAll();
        Assert.Empty(Held(cache));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(60_000)]
    public void An_index_selective_request_looks_at_a_bounded_number_of_entries(int entries)
    {
        var cache = new InterruptEntryCache(1 << 16);
        for (var index = 0; index < entries; index++)
            cache.Insert((ushort)index, Entry(index));

        for (var mask = 0; mask <= 16; mask++)
            Assert.InRange(cache.DropIndexes(0, mask), 0, TranslationCache.MaxLooks);

        Assert.Empty(Held(cache));
    }

    [Theory]
    [InlineData(5, 0, 5, 1)]
    [InlineData(5, 1, 4, 2)]
    [InlineData(7, 3, 0, 8)]
    [InlineData(9, 4, 0, 16)]
    [InlineData(40, 3, 40, 0)]
    public void Index_drops_an_aligned_power_of_two(int index, int mask, int first, int count)
    {
        foreach (var size in new[] { 16, 64 }) // walked or probed, by how much there is
        {
            var cache = Filled(size);
            cache.DropIndexes((ushort)index, mask);
            var dropped = size == 64 && count == 0 ? 8 : count;
            Assert.Equal(Enumerable.Range(0, size).Where(each => each < first || each >= first + dropped), Held(cache));
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(31)]
    public void The_largest_masks_drop_all(int mask)
    {
        var cache = Filled(64);
        cache.DropIndexes(65535, mask);
        Assert.Equal(0, cache.Count);
    }
}
