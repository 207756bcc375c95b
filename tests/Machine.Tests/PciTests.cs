namespace Vtd.Machine.Tests;

public sealed class PciTests
{
    private const int Edu = 0x18;

    private static QtestClient New() => new("-M q35 -m 64 -accel qtest -device intel-iommu -device edu,addr=3");

    [Theory]
    [InlineData(0x00, 0x29C0_8086)]
    [InlineData(0xF8, 0x2918_8086)]
    [InlineData(Edu, 0x11E8_1234)]
    [InlineData(0x08, 0xFFFF_FFFF)]
    [InlineData(0x19, 0xFFFF_FFFF)]
    [InlineData(0x0118, 0xFFFF_FFFF)]
    public void FunctionsAreThereOrReadAllOnes(int sourceId, uint id) => Assert.Equal(id, New().Config(sourceId, 0));

    [Fact]
    public void ADeviceWithoutAPlaceGetsTheNextFreeOne()
    {
        var client = new QtestClient("-M q35 -device edu,addr=1 -device edu -device iommu-testdev -accel qtest");
        Assert.Equal((0x11E8_1234U, 0x11E8_1234U, 0x0005_1B36U), (client.Config(0x08, 0), client.Config(0x10, 0), client.Config(0x18, 0)));
    }

    [Fact]
    public void AllOnesTellTheSizeOfAMemoryRegion()
    {
        var client = New();
        client.SetConfig(Edu, 0x10, uint.MaxValue);
        client.SetConfig(Edu, 0x14, uint.MaxValue);
        client.SetConfig(0x00, 0x10, uint.MaxValue);
        Assert.Equal((0xFFF0_0000U, 0U, 0U), (client.Config(Edu, 0x10), client.Config(Edu, 0x14), client.Config(0x00, 0x10)));
    }

    [Fact]
    public void AMemoryRegionIsWhereItWasPutWhileItIsDecoded()
    {
        var client = New();
        client.SetConfig(Edu, 0x10, 0xE010_0000);
        Assert.Equal(0UL, client.Number("readl 0xe0100000"));
        client.SetConfig(Edu, 0x04, 2);
        Assert.Equal((0x0100_00EDUL, 0UL), (client.Number("readl 0xe0100000"), client.Number("readl 0xe0000000")));
    }

    [Fact]
    public void WhatSoftwareCanWriteIsWhatItCanWriteInQEMU()
    {
        var client = New();
        (int Offset, uint Before, uint After)[] seen =
        [
            (0x04, 0x0010_0000, 0x0010_0507), (0x08, 0x00FF_0010, 0x00FF_0010), (0x0C, 0, 0xFF), (0x2C, 0x1100_1AF4, 0x1100_1AF4),
            (0x34, 0x40, 0x40), (0x3C, 0x100, 0x1FF), (0x40, 0x0080_0005, 0x0081_0005), (0x44, 0, 0xFFFF_FFFC), (0x48, 0, 0xFFFF_FFFF),
            (0x4C, 0, 0xFFFF_FFFF), (0x50, 0, 0xFFFF_FFFF), (0xFC, 0, 0xFFFF_FFFF),
        ];
        Assert.All(seen, one =>
        {
            var before = client.Config(Edu, one.Offset);
            client.SetConfig(Edu, one.Offset, uint.MaxValue);
            Assert.Equal((one.Before, one.After), (before, client.Config(Edu, one.Offset)));
        });
    }

    [Fact]
    public void PortsTakeBytesAndWords()
    {
        var client = New();
        client.Do("outl 0xcf8 0x80001802");
        Assert.Equal((0x11E8UL, 0xE8UL, 0x11UL), (client.Number("inw 0xcfc"), client.Number("inb 0xcfc"), client.Number("inb 0xcfd")));
        client.Do("outl 0xcf8 0x8000183c");
        client.Do("outb 0xcfc 0x5a");
        Assert.Equal((0x15AUL, 0x8000_183CUL), (client.Number("inl 0xcfc"), client.Number("inl 0xcf8")));
        client.Do("outb 0xcf8 0");
        client.Do("outl 0xcf8 0x183c");
        Assert.Equal((0xFFFF_FFFFUL, 0xFFUL, 0xFFFFUL), (client.Number("inl 0xcfc"), client.Number("inb 0x80"), client.Number("inw 0xd00")));
    }

    [Fact]
    public void AResetTakesWhatQEMUsTakesAndLeavesMemoryAndStorage()
    {
        var client = New();
        client.Enable(Edu);
        client.SetConfig(Edu, 0x44, 0xFEE0_0000);
        client.SetConfig(Edu, 0x4C, 0x55);
        client.SetConfig(Edu, 0x50, 0x77);
        client.Do("writeq 0x1000 0x66");
        client.Do("writeq 0xfed90020 0x100000");

        client.Machine.Reset();

        Assert.Equal((0x10_0000U, 0U, 0U, 0U, 0x77U), (client.Config(Edu, 4), client.Config(Edu, 0x10), client.Config(Edu, 0x44), client.Config(Edu, 0x4C), client.Config(Edu, 0x50)));
        Assert.Equal((0x66UL, 0UL), (client.Number("readq 0x1000"), client.Number("readq 0xfed90020")));
    }
}
