using Demo;

namespace Vtd.Codegen.Tests;

public class EnumTests
{
    [Fact]
    public void Flags_are_bits()
    {
        Assert.Equal(1, (int)Wires.Data);
        Assert.Equal(8, (int)Wires.Reset);
        Assert.Equal("Data, Reset", (Wires.Data | Wires.Reset).ToString());
        Assert.Equal("SPLIT 0x00090000 { WIRES = Data, Reset }", (new Demo.Split(0) with { WIRES = Wires.Data | Wires.Reset }).ToString());
    }

    [Theory]
    [InlineData(Fault.NotPresent, false, "F.1", "F.1: entry not present")]
    [InlineData(Fault.Malformed, true, "F.2", "F.2: reserved bits are \"set\"")]
    [InlineData(Fault.Denied, true, null, "Denied")]
    [InlineData((Fault)0xAB, false, null, "Fault 0xAB")]
    public void Codes_are_described(Fault code, bool isQualified, string? mnemonic, string description)
    {
        Assert.Equal(isQualified, code.IsQualified());
        Assert.Equal(mnemonic, code.Mnemonic());
        Assert.Equal(description, code.Describe());
    }
}
