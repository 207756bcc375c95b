using Vtd.Machine.Bus;

namespace Vtd.Machine.Tests;

/// <summary>RAM of the machine, read word by word.</summary>
public class SystemMemoryTests
{
    [Theory]
    [InlineData(0x1000, true)]
    [InlineData(0x1003, true)]
    [InlineData(0x9_FFF8, true)]
    [InlineData(0xB_FFF8, true)]
    [InlineData(0xE_0000, true)]
    [InlineData(0xE_FFFC, false)]
    [InlineData(0x7FFF_FFF8, true)]
    [InlineData(0x8000_0000, false)]
    [InlineData(0x1_0000_0000, true)]
    [InlineData(ulong.MaxValue, false)]
    public void A_word_is_there_where_its_bytes_are(ulong address, bool isMemory)
    {
        var memory = new SystemMemory(0xC000_0000);
        Assert.Equal(isMemory, memory.TryWrite(address, [1, 2, 3, 4, 5, 6, 7, 8]));

        Assert.Equal(isMemory, memory.TryReadUInt64(address, out var word));
        Assert.Equal(isMemory ? 0x0807_0605_0403_0201UL : 0, word);
    }

    [Theory]
    [InlineData(0xC_0000, 0)]
    [InlineData(0xD_FFF8, 0)]
    [InlineData(0xF_0000, 0)]
    [InlineData(0xF_FFF0, 0xFDEB_F4FA)]
    [InlineData(0xFFFF_FFF0, 0xFDEB_F4FA)]
    public void Rom_is_read_and_keeps_its_contents(ulong address, ulong content)
    {
        var memory = new SystemMemory(0x800_0000);

        Assert.False(memory.TryWrite(address, new byte[8]));
        Assert.False(memory.TryCompareExchange(address, content, 1, out _));
        Assert.True(memory.TryReadUInt64(address, out var word));
        Assert.Equal(content, word);
        var bytes = new byte[8];
        Assert.True(memory.TryRead(address, bytes));
        Assert.Equal(content, BitConverter.ToUInt64(bytes));
    }

    [Theory]
    [InlineData(0xB_FFFC)] // RAM, then ROM
    [InlineData(0xF_FFFC)] // ROM, then RAM
    [InlineData(0xFFFE_FFF8)] // devices
    public void A_word_of_two_kinds_is_not_there(ulong address)
    {
        var memory = new SystemMemory(0x800_0000);

        Assert.False(memory.TryReadUInt64(address, out _));
        Assert.False(memory.TryRead(address, new byte[8]));
    }
}
