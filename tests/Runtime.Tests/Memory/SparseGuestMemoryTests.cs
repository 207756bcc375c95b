namespace Vtd.Runtime.Tests.Memory;

public class SparseGuestMemoryTests
{
    [Fact]
    public void Reads_zero_until_written_also_across_pages()
    {
        var memory = new SparseGuestMemory();
        var bytes = new byte[8192];
        bytes.AsSpan().Fill(1);

        Assert.True(memory.TryRead(0xFF0, bytes));
        Assert.All(bytes, each => Assert.Equal(0, each));

        Assert.True(memory.TryWrite(0xFFE, [1, 2, 3, 4]));
        Assert.True(memory.TryRead(0xFFD, bytes.AsSpan(0, 6)));
        Assert.Equal([0, 1, 2, 3, 4, 0], bytes[..6]);
    }

    [Theory]
    [InlineData(0x10000UL, 1)]
    [InlineData(0xFFFFUL, 2)]
    [InlineData(ulong.MaxValue, 1)]
    [InlineData(ulong.MaxValue - 3, 8)]
    public void Nothing_is_above_its_size(ulong address, int length)
    {
        var memory = new SparseGuestMemory(size: 0x10000);

        Assert.False(memory.TryRead(address, new byte[length]));
        Assert.False(memory.TryWrite(address, new byte[length]));
    }

    [Theory]
    [InlineData(0x1008UL)]
    [InlineData(0x100BUL)]
    [InlineData(0x1FFCUL)]
    [InlineData(0x5000UL)]
    [InlineData(0xFFF8UL)]
    [InlineData(0xFFFCUL)]
    [InlineData(ulong.MaxValue - 7)]
    [InlineData(ulong.MaxValue)]
    public void Reads_words_as_memory_does_that_reads_bytes_alone(ulong address)
    {
        var memory = new SparseGuestMemory(size: 0x10000);
        Assert.True(memory.TryWrite(0x1000, [.. Enumerable.Range(0, 0x1010).Select(index => (byte)(index * 7))]));
        IGuestMemory bytes = new CountingMemory(memory);

        var isThere = memory.TryReadUInt64(address, out var value);

        Assert.Equal((bytes.TryReadUInt64(address, out var expected), expected), (isThere, value));
        Assert.Equal(address < 0xFFF9, isThere);
    }

    [Fact]
    public void Exchanges_eight_bytes_only_if_they_are_as_expected()
    {
        var memory = new SparseGuestMemory();
        Assert.True(memory.TryWrite(0x1008, [8, 7, 6, 5, 4, 3, 2, 1]));

        Assert.True(memory.TryCompareExchange(0x1008, 1, 2, out var found));
        Assert.Equal(0x0102030405060708UL, found);
        Assert.True(memory.TryCompareExchange(0x1008, found, 0xA1A2A3A4A5A6A7A8, out var again));
        Assert.Equal(found, again);

        var bytes = new byte[16];
        Assert.True(memory.TryRead(0x1004, bytes));
        Assert.Equal([0, 0, 0, 0, 0xA8, 0xA7, 0xA6, 0xA5, 0xA4, 0xA3, 0xA2, 0xA1, 0, 0, 0, 0], bytes);
    }

    [Theory]
    [InlineData(0x1004UL)]
    [InlineData(0xFFFCUL)]
    [InlineData(0x10000UL)]
    public void Exchanges_nothing_that_is_not_aligned_or_not_memory(ulong address) =>
        Assert.False(new SparseGuestMemory(size: 0x10000).TryCompareExchange(address, 0, 1, out _));

    [Fact]
    public void Holds_no_more_pages_than_allowed()
    {
        var memory = new SparseGuestMemory(maxPages: 2);

        Assert.True(memory.TryWrite(0x0000, [1]));
        Assert.True(memory.TryWrite(0x5000, [1]));
        Assert.False(memory.TryWrite(0x6000, [1]));
        Assert.True(memory.TryWrite(0x5001, [2]));
    }
}
