namespace Vtd.Machine.Tests;

/// <summary>The test device writes through the unit: each way of translation, and each result.</summary>
public sealed class IommuTestDeviceTests
{
    private const ulong Tables = 0x1000_0000;
    private const ulong Context = Tables + 0x1000;
    private const ulong Directory = Tables + 0x3000;
    private const ulong Pasids = Tables + 0x4000;
    private const ulong Paging = Tables + 0x10000;
    private const ulong Page = Tables + 0x10_0000;
    private const ulong Iova = 0x1020_0567;
    private const int Function = 0x08;

    [Theory]
    [InlineData("legacy pass-through", "", Iova)]
    [InlineData("legacy", "", Page + 0x567)]
    [InlineData("scalable pass-through", ",scalable-mode=on", Iova)]
    [InlineData("scalable second stage", ",scalable-mode=on", Page + 0x567)]
    [InlineData("scalable first stage", ",scalable-mode=on,flts=on", Page + 0x567)]
    public void FindsItsPatternWhereTheTablesLead(string mode, string properties, ulong place)
    {
        var client = New(properties);
        var isScalable = mode.StartsWith("scalable", StringComparison.Ordinal);
        Write(client, Tables, Context | 1);
        if (isScalable)
            WriteScalable(client, mode);
        else
            Write(client, Context + Function * 16, mode == "legacy" ? Paging | 1 : 9, 0x102);
        WritePaging(client, mode.EndsWith("first stage", StringComparison.Ordinal) ? 0x67UL : 3);
        client.Do($"writeq 0xfed90020 0x{Tables | (isScalable ? 0x400UL : 0):x}");
        client.Do("writel 0xfed90018 0x40000000");
        client.Do("writel 0xfed90018 0x80000000");

        Assert.Equal(0UL, Run(client, place, 6));
        Assert.Equal("OK 0x785634127856", client.Ask($"read 0x{place:x} 6"));
        Assert.Equal(0xDEAD_0004UL, Run(client, place + 0x1000, 6));
        Assert.Equal(0xDEAD_0003UL, Run(client, 0xD000_0000, 6));
    }

    [Fact]
    public void SaysWhyItFailed()
    {
        var client = New("");
        Assert.Equal(0xFFFF_FFFFUL, client.Number("readl 0xe0000010"));
        Assert.Equal(0UL, client.Number("readl 0xe0000000"));
        Assert.Equal(0xDEAD_0005UL, client.Number("readl 0xe0000010"));
        Assert.Equal(0xDEAD_0001UL, Run(client, Iova, 0));
        Assert.Equal(0xDEAD_0006UL, Run(client, Iova, 4, attributes: 0x8));
        Assert.Equal(0UL, Run(client, Iova, 4, attributes: 0x9));
        Assert.Equal(0UL, Run(client, Iova, 4, attributes: 0xA));
        Assert.Equal(0xDEAD_0002UL, Run(client, Iova, uint.MaxValue));

        client.Do("writel 0xe0000014 1");
        Assert.Equal(0xFFFF_FFFEUL, client.Number("readl 0xe0000010"));
        client.Do("writel 0xe0000014 0");
        Assert.Equal(0xFFFF_FFFFUL, client.Number("readl 0xe0000010"));
    }

    [Fact]
    public void ARequestThatIsBlockedHasFailed()
    {
        var client = New("");
        client.Do($"writeq 0xfed90020 0x{Tables:x}");
        client.Do("writel 0xfed90018 0x40000000");
        client.Do("writel 0xfed90018 0x80000000");
        Assert.Equal(0xDEAD_0002UL, Run(client, Iova, 4));
    }

    [Fact]
    public void ItDoesNotFindItsOwnTrigger()
    {
        var client = New("");
        Assert.Equal(0xDEAD_0003UL, Run(client, 0xE000_0000, 4));
    }

    [Fact]
    public void AResetDisarmsIt()
    {
        var client = New("");
        client.Do("writel 0xe000000c 4");
        client.Do("writel 0xe0000014 1");
        client.Machine.Reset();
        client.Enable(Function);
        Assert.Equal((0UL, 0xFFFF_FFFFUL), (client.Number("readl 0xe000000c"), client.Number("readl 0xe0000010")));
        client.Ask("readl 0xe0000000");
        Assert.Equal(0xDEAD_0005UL, client.Number("readl 0xe0000010"));
    }

    private static QtestClient New(string properties)
    {
        var client = new QtestClient($"-machine q35 -smp 1 -m 512 -net none -device intel-iommu{properties} -device iommu-testdev -accel qtest");
        client.Enable(Function);
        return client;
    }

    private static ulong Run(QtestClient client, ulong place, uint length, uint attributes = 0)
    {
        client.Do($"writel 0xe0000004 0x{Iova:x}");
        client.Do("writel 0xe0000008 0");
        client.Do($"writel 0xe000001c 0x{place:x}");
        client.Do("writel 0xe0000020 0");
        client.Do($"writel 0xe000000c 0x{length:x}");
        client.Do($"writel 0xe0000018 0x{attributes:x}");
        client.Do("writel 0xe0000014 1");
        client.Number("readl 0xe0000000");
        return client.Number("readl 0xe0000010");
    }

    private static void WriteScalable(QtestClient client, string mode)
    {
        Write(client, Context + Function * 32, Directory | 1);
        Write(client, Directory, Pasids | 1);
        switch (mode)
        {
            case "scalable pass-through":
                Write(client, Pasids, 4 << 6 | 1, 1);
                break;
            case "scalable second stage":
                Write(client, Pasids, Paging | 2 << 6 | 2 << 2 | 1, 1);
                break;
            default:
                Write(client, Pasids, 1 << 6 | 2 << 2 | 1, 1, Paging);
                break;
        }
    }

    private static void WritePaging(QtestClient client, ulong attributes)
    {
        for (var level = 3; level >= 0; level--)
        {
            var table = Paging + (ulong)(3 - level) * 0x1000;
            var index = Iova >> (12 + 9 * level) & 0x1FF;
            Write(client, table + index * 8, (level > 0 ? table + 0x1000 : Page) | attributes);
        }
    }

    private static void Write(QtestClient client, ulong address, params ReadOnlySpan<ulong> words)
    {
        for (var word = 0; word < words.Length; word++)
            client.Do($"writeq 0x{address + (ulong)word * 8:x} 0x{words[word]:x}");
    }
}
