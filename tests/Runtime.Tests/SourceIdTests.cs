namespace Vtd.Runtime.Tests;

public class SourceIdTests
{
    [Theory]
    [InlineData(0, 0, 0, 0x0000, "00:00.0")]
    [InlineData(0, 31, 2, 0x00FA, "00:1f.2")]
    [InlineData(1, 1, 0, 0x0108, "01:01.0")]
    [InlineData(255, 31, 7, 0xFFFF, "ff:1f.7")]
    public void Bus_device_and_function_are_the_value_and_back(int bus, int device, int function, int value, string text)
    {
        var sourceId = new SourceId(bus, device, function);

        Assert.Equal((ushort)value, sourceId.Value);
        Assert.Equal((bus, device, function), (sourceId.Bus, sourceId.Device, sourceId.Function));
        Assert.Equal(sourceId, (SourceId)(ushort)value);
        Assert.Equal(text, sourceId.ToString());
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(256, 0, 0)]
    [InlineData(0, 32, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(0, 0, 8)]
    [InlineData(0, 0, -1)]
    public void What_is_out_of_range_is_refused(int bus, int device, int function) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SourceId(bus, device, function));
}
