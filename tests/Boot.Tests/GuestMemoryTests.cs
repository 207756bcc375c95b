using Vtd.Boot.Memory;
using Vtd.Boot.Native;

namespace Vtd.Boot.Tests;

/// <summary>Guest memory: whatever regions and addresses there are, no access leaves the file.</summary>
public sealed class GuestMemoryTests : IDisposable
{
    private const int Size = 0x10000;

    private readonly GuestMemory _memory;

    public GuestMemoryTests()
    {
        using var file = MemoryFile.Create("test", Size);
        _memory = new(file, Size);
    }

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void An_access_goes_through_regions_that_follow_each_other()
    {
        _memory.Replace([new(0, 0x1000, 0x8000), new(0x1000, 0x1000, 0)]);

        Assert.True(_memory.TryWrite(0xFFE, [1, 2, 3, 4]));
        _memory.Replace([new(0, Size, 0)]);
        var bytes = new byte[2];
        Assert.True(_memory.TryRead(0x8FFE, bytes));
        Assert.Equal([1, 2], bytes);
        Assert.True(_memory.TryRead(0, bytes));
        Assert.Equal([3, 4], bytes);
    }

    [Fact]
    public void What_no_region_has_is_no_memory()
    {
        _memory.Replace([new(0x1000, 0x1000, 0)]);

        Assert.False(_memory.TryRead(0, new byte[1]));
        Assert.False(_memory.TryRead(0x1FFF, new byte[2]));
        Assert.False(_memory.TryWrite(0x2000, [1]));
        Assert.False(_memory.TryWrite(ulong.MaxValue, [1, 2]));
        Assert.False(_memory.TryCompareExchange(0x1FFC, 0, 1, out _));
        Assert.True(_memory.TryRead(0x1FFF, new byte[1]));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, Size + 1, 0)]
    [InlineData(0, Size, 1)]
    [InlineData(0, 1, Size)]
    [InlineData(0, ulong.MaxValue, 0)]
    [InlineData(0, 0x1000, ulong.MaxValue)]
    [InlineData(0, 0x1000, ulong.MaxValue - 0xFFE)]
    [InlineData(ulong.MaxValue - 0xFFE, 0x1000, 0)]
    public void A_region_that_leaves_the_file_is_left_out(ulong address, ulong size, ulong offset)
    {
        _memory.Replace([new(address, size, offset), new(0x8000_0000, 0x1000, 0)]);

        Assert.Equal([new(0x8000_0000, 0x1000, 0)], _memory.Regions);
        Assert.False(_memory.TryRead(address, new byte[1]));
    }

    [Fact]
    public void A_region_may_end_with_the_last_address()
    {
        _memory.Replace([new(ulong.MaxValue - 0xFFF, 0x1000, Size - 0x1000)]);

        Assert.True(_memory.TryWrite(ulong.MaxValue, [1]));
        Assert.False(_memory.TryWrite(ulong.MaxValue, [1, 2]));
    }

    [Fact]
    public void An_exchange_is_done_if_the_bytes_are_as_expected()
    {
        _memory.Replace([new(0, Size, 0)]);

        Assert.True(_memory.TryCompareExchange(8, 0, 5, out var found));
        Assert.Equal(0UL, found);
        Assert.True(_memory.TryCompareExchange(8, 0, 6, out found));
        Assert.Equal(5UL, found);
    }

    [Theory]
    [InlineData(0x10, true)]
    [InlineData(0x13, true)]
    [InlineData(0xFFC, true)]
    [InlineData(0x1FF8, true)]
    [InlineData(0x1FF9, false)]
    [InlineData(0x2000, false)]
    [InlineData(ulong.MaxValue, false)]
    public void A_word_is_what_its_bytes_are(ulong address, bool isMemory)
    {
        var content = Enumerable.Range(0, 0x2000).Select(static at => (byte)(at * 7 ^ at >> 8)).ToArray();
        _memory.Replace([new(0, 0x1000, 0x8000), new(0x1000, 0x1000, 0)]);
        Assert.True(_memory.TryWrite(0, content));

        Assert.Equal(isMemory, _memory.TryReadUInt64(address, out var word));
        if (isMemory)
            Assert.Equal(BitConverter.ToUInt64(content, (int)address), word);
    }
}
