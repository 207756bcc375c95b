namespace Vtd.Tool.Tests.Decode;

/// <summary>VER, CAP and ECAP of real chips, from 2008 on, as kernel logs show them: what older and newer revisions of the architecture define is not wrong.</summary>
public sealed class ChipTests
{
    [Theory]
    [InlineData("10", "c9008020a30270", "1000")]
    [InlineData("10", "c9008020e30272", "1000")]
    [InlineData("10", "c0000020230272", "1000")]
    [InlineData("10", "c9008020630272", "1000")]
    [InlineData("10", "c9008010e60262", "f0206a")]
    [InlineData("10", "c90780106f0462", "f020e2")]
    [InlineData("10", "c90780106f0462", "f020ea")]
    [InlineData("10", "c90780106f0462", "f0207e")]
    [InlineData("10", "c90780106f0462", "f020fe")]
    [InlineData("10", "c0000020e60262", "f0101a")]
    [InlineData("10", "c9008020660262", "f0105a")]
    [InlineData("10", "c0000020660462", "f0101a")]
    [InlineData("10", "d2008020660462", "f010da")]
    [InlineData("10", "d2008c20660462", "f010da")]
    [InlineData("10", "d2078c106f0466", "f020de")]
    [InlineData("10", "8d2078c106f0466", "f020de")]
    [InlineData("10", "8d2078c106f0466", "f020df")]
    [InlineData("10", "8d2008c10ef0466", "f0205b")]
    [InlineData("10", "1c0000c40660462", "7e3ff0501e")]
    [InlineData("10", "1c0000c40660462", "7e1ff0505e")]
    [InlineData("10", "1c0000c40660462", "9e2ff0505e")]
    [InlineData("10", "1c0000c40660462", "19e2ff0505e")]
    [InlineData("10", "d2008c40660462", "f050da")]
    [InlineData("40", "1c0000c40660462", "49e2ff0505e")]
    [InlineData("40", "1c0000c40660462", "69e2ff0505e")]
    [InlineData("40", "1c0000c40660462", "29a00f0505e")]
    [InlineData("50", "d2008c40660462", "f050da")]
    [InlineData("50", "8d2008c40660462", "f050da")]
    [InlineData("60", "9ed008c40780466", "3ee9e86f050df")]
    [InlineData("60", "19ed008c40780c66", "3ee9e86f050df")]
    [InlineData("70", "c9de008cee690462", "12ca9a00f0ef5e")]
    [InlineData("70", "f9ed008cee780c66", "3fef9ea6f0efdf")]
    public void RegistersOfARealChipAreNotWrong(string version, string capability, string extendedCapability)
    {
        string[] values = [$"VER=0x{version}", $"CAP=0x{capability}", $"ECAP=0x{extendedCapability}"];
        foreach (var run in new[] { VtdRun.Of(["decode", .. values]), VtdRun.Of("decode", values[1]), VtdRun.Of("decode", values[2]) })
        {
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.DoesNotContain("wrong:", run.Output);
        }
    }
}
