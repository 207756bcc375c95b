using System.Globalization;

namespace Vtd.Machine.Tests;

/// <summary>CAP and ECAP for options, against what releases of QEMU were seen to have for them.</summary>
public sealed class CapabilityTests
{
    [Fact]
    public void AgreeWithQEMU()
    {
        var rows = File.ReadAllLines(Repository.PathOf("tests/Machine.Tests/capabilities.csv")).Skip(1).ToList();
        Assert.True(rows.Count > 100);
        Assert.All(rows, row =>
        {
            var (release, options, cap, ecap) = row.Split(';') is [var first, var second, var third, var fourth] ? (first, second, third, fourth) : default;
            var client = new QtestClient($"-M q35 -accel qtest --qemu {release} -device {options}");
            Assert.Equal(
                (0x10UL, Number(cap), Number(ecap)),
                (client.Number("readl 0xfed90000"), client.Number("readq 0xfed90008"), client.Number("readq 0xfed90010")));
        });
    }

    [Fact]
    public void NewerNamesAreTheSameOptions()
    {
        Assert.Equal(Capabilities("x-scalable-mode=on,x-flts=on"), Capabilities("scalable-mode=on,flts=on"));
        Assert.Equal(Capabilities("x-scalable-mode=on,x-flts=on"), Capabilities("scalable-mode=on,fsts=on"));
        Assert.Equal(Capabilities("x-scalable-mode=on,x-pasid-mode=on"), Capabilities("scalable-mode=on,pasid-bits=8"));
        Assert.NotEqual(Capabilities("scalable-mode=on,pasid-bits=20"), Capabilities("scalable-mode=on,pasid-bits=8"));
    }

    private static (ulong Cap, ulong Ecap) Capabilities(string properties)
    {
        var client = new QtestClient($"-M q35 -accel qtest -device intel-iommu,{properties}");
        return (client.Number("readq 0xfed90008"), client.Number("readq 0xfed90010"));
    }

    private static ulong Number(string text) => ulong.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
