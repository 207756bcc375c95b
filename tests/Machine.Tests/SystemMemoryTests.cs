using Vtd.Machine.Bus;

namespace Vtd.Machine.Tests;

/// <summary>RAM of the machine, read word by word.</summary>
public class SystemMemoryTests
{
    [Theory]
    [InlineData(0x1000, true)]
    [InlineData(0x1003, true)]
    [InlineData(0x9_FFF8, true)]
    [InlineData(0x9_FFFC, false)]
    [InlineData(0xA_0000, false)]
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
}
