using CsCheck;
using Vtd.Runtime.Tables;

namespace Vtd.Runtime.Tests.Caches;

public class PageRangeTests
{
    [Fact]
    public void Address_mask_zero_is_one_page()
    {
        Assert.Equal(new PageRange(0x5000, 0x5FFF), PageRange.FromAddressMask(0x5123, 0));
    }

    [Fact]
    public void Low_bits_of_the_page_number_are_ignored()
    {
        Assert.Equal(new PageRange(0x4000, 0x7FFF), PageRange.FromAddressMask(0x7000, 2));
    }

    [Theory]
    [InlineData(52)]
    [InlineData(63)]
    public void The_largest_masks_are_everything(int mask)
    {
        var range = PageRange.FromAddressMask(0x123456789000, mask);

        Assert.Equal(new PageRange(0, ulong.MaxValue), range);
        Assert.Equal(StageOneInvalidation.Everything, range.ToStageOne(leafOnly: false).PageCount);
    }

    [Fact]
    public void A_host_device_is_told_address_and_number_of_pages()
    {
        var range = PageRange.FromAddressMask(0x7000, 2);

        Assert.Equal(new StageOneInvalidation(0x4000, 4, LeafOnly: true), range.ToStageOne(leafOnly: true));
    }

    [Fact]
    public void A_page_is_touched_when_some_byte_of_it_is_in_range()
    {
        // Brute force over a small address space: 64 pages of 4 KiB, "large" pages of 2^3 and 2^5 of them.
        Gen.Select(Gen.Int[0, 63], Gen.Int[0, 7], Gen.OneOf(Gen.Const(12), Gen.Const(15), Gen.Const(17)), Gen.Int[0, 63]).Sample((address, mask, shift, number) =>
        {
            var range = PageRange.FromAddressMask((ulong)address << 12, mask);
            var page = (ulong)number << 12 >> shift << shift;

            var expected = false;
            for (ulong gfn = 0; gfn < 128; gfn++)
            {
                var isNamed = gfn >> mask == (ulong)address >> mask;
                var isInPage = gfn << 12 >= page && gfn << 12 < page + (1UL << shift);
                expected |= isNamed && isInPage;
            }

            return range.Touches(page, shift) == expected;
        });
    }

    [Fact]
    public void The_page_count_is_the_number_of_pages_touched()
    {
        Gen.Select(Gen.Int[0, 63], Gen.Int[0, 7], Gen.OneOf(Gen.Const(12), Gen.Const(15), Gen.Const(17))).Sample((address, mask, shift) =>
        {
            var range = PageRange.FromAddressMask((ulong)address << 12, mask);
            var expected = 0UL;
            for (ulong page = 0; page < 256UL << 12; page += 1UL << shift)
                expected += range.Touches(page, shift) ? 1UL : 0;
            return range.PageCount(shift) == expected;
        });
    }

    [Fact]
    public void The_whole_address_space_touches_the_last_page_of_any_size()
    {
        var everything = PageRange.FromAddressMask(0, 52);

        foreach (var shift in new[] { 12, 21, 30 })
        {
            var last = ulong.MaxValue >> shift << shift;
            Assert.True(everything.Touches(last, shift));
            Assert.False(PageRange.FromAddressMask(0, 0).Touches(last, shift));
        }
    }
}
