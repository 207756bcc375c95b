using Vtd.Spec.Tools.Specs;

namespace Vtd.Tool.Tests;

public sealed class EncodeCommandTests
{
    [Theory]
    [InlineData("0x84000000", "GCMD", "TE=1", "qie=0x1")]
    [InlineData("0x00000000", "GCMD")]
    [InlineData("0x0000000000000600", "CAP", "SAGAW=Bits39|bits48")]
    [InlineData("0x0000000000000600", "CAP", "SAGAW=6")]
    [InlineData("0x0000000000030022 0x0000000000000000", "iotlb-invalidate", "G=Domain", "DID=3")]
    [InlineData("0x000000044dd3f001 0x0000000000000000", "legacy-root-entry", "P=1", "CTP=0x44dd3f000")]
    [InlineData("0x0000000000000000 0x4000000000000000", "FRCD", "T=2")]
    [InlineData("0x0000000000000000 0x0000000010000000", "FRCD", "T=1")]
    [InlineData("0x000000044dd3f001 0x0000000000000000", "root-entry", "CTP=0x44dd3f000", "P=1")]
    [InlineData("0x0000000000000001 0x0000000000000000", "root-entry", "LP=1")]
    public void FieldsMakeAValue(string value, params string[] arguments) => Assert.Equal((0, value + "\n", ""), (Run(arguments).ExitCode, Run(arguments).Output, Run(arguments).Error));

    [Theory]
    [InlineData("'TEX=1': GSTS has no field 'TEX'; did you mean 'TES'?", "GSTS", "TEX=1")]
    [InlineData("'TES=2': GSTS.TES has 1 bits; 2 needs 2.", "GSTS", "TES=2")]
    [InlineData("'TES': a field is written as FIELD=VALUE, for instance P=1", "GSTS", "TES")]
    [InlineData("'TES=0': TES has a value already, 'TES=1'", "GSTS", "TES=1", "TES=0")]
    [InlineData("'RSVD_22_0=1': GSTS has reserved bits there, no field 'RSVD_22_0'.", "GSTS", "RSVD_22_0=1")]
    [InlineData("'CTP=0x1001': legacy-root-entry.CTP holds multiples of 0x1000; 0x1001 is none.", "legacy-root-entry", "CTP=0x1001")]
    [InlineData("'G=None': G is 0x0 (None); legal is Global, Domain, Page.", "iotlb-invalidate", "G=None")]
    [InlineData("G is 0x0 (None); legal is Global, Domain, Page.", "iotlb-invalidate")]
    [InlineData("'PGTT=7': PGTT is 0x7, which is not a defined PasidTranslationType.", "pasid-entry", "PGTT=7")]
    [InlineData("'AFLS=1': AFLS exists only if CAP.AFL, which does not hold; its bits are reserved, and set.", "GSTS", "AFLS=1", "--given", "CAP.AFL=0")]
    [InlineData("FaultReason is no register, entry or descriptor: it has no fields to put together.", "FaultReason", "X=1")]
    [InlineData("There is no 'GSTZ' in Vtd; did you mean 'GSTS'?", "GSTZ")]
    public void WhatCannotBeIsOneLineAndTheWayOut(string error, params string[] arguments)
    {
        var run = Run(arguments);

        Assert.Equal((2, "", $"vtd: {error}\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void EveryMistakeIsTold() => Assert.Equal(3, Run("pasid-entry", "P=2", "PGTT=FirstStge", "XYZ=1").Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

    [Fact]
    public void AMisspelledCodeIsSuggested() => Assert.EndsWith("one of FirstStage, SecondStage, Nested, PassThrough (did you mean 'FirstStage'?).\n", Run("pasid-entry", "PGTT=FirstStge").Error);

    [Fact]
    public void AVariantIsToldByItsFieldsOrByWhatIsGiven()
    {
        Assert.Equal("vtd: context-entry can be legacy-context-entry or scalable-context-entry with these fields; say which, or what it depends on with --given.\n", Run("context-entry", "P=1").Error);
        Assert.Equal("0x0000000000000001 0x0000000000000000\n", Run("context-entry", "P=1", "--given", "RTADDR.TTM=Legacy").Output);
        Assert.Equal(4, Run("context-entry", "P=1", "--given", "RTADDR.TTM=Scalable").Output.Split(' ').Length);
    }

    [Fact]
    public void BytesAreThoseOfMemory()
    {
        Assert.Equal("01 f0 d3 4d 04 00 00 00 00 00 00 00 00 00 00 00\n", Run("legacy-root-entry", "P=1", "CTP=0x44dd3f000", "--bytes").Output);
        Assert.Equal("00 00 00 84\n", Run("GCMD", "TE=1", "QIE=1", "--bytes").Output);
        Assert.Equal(2, Run("GCMD", "--bytes", "--json").ExitCode);
    }

    [Fact]
    public void JsonKeepsItsNames()
    {
        var root = Run("legacy-root-entry", "P=1", "--json").Json;

        Assert.Equal(["value", "words", "bytes", "decoded"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal("legacy-root-entry", root.GetProperty("decoded").GetProperty("name").GetString());
        Assert.Equal("01000000000000000000000000000000", root.GetProperty("bytes").GetString());
    }

    [Fact]
    public void WhatIsDecodedIsEncodedAgain()
    {
        var spec = LoadedSpecs.Load(SpecText.Shipped).Specs[0];
        foreach (var register in spec.Registers.Where(static one => one.Width <= 64))
        {
            foreach (var field in register.Fields.Where(static field => !field.IsReserved).SelectMany(static field => field.Split()))
            {
                var largest = field.Scale * (System.Numerics.BigInteger.Pow(2, field.Width) - 1);
                var run = Run($"register:{register.Mnemonic}", $"{field.Name}={largest}");
                if (run.ExitCode == 2)
                    continue;

                var decoded = VtdRun.Of("decode", $"register:{register.Mnemonic}", run.Output.Trim(), "--json").Json.GetProperty("decoded")[0].GetProperty("fields").EnumerateArray();
                Assert.All(decoded.Where(one => one.GetProperty("raw").GetString()!.Trim('0', 'x').Length > 0), one => Assert.Contains(field.Bits, bits => one.GetProperty("bits").GetString()!.Contains(bits.ToString(), StringComparison.Ordinal)));
            }
        }
    }

    private static VtdRun Run(params string[] arguments) => VtdRun.Of(["encode", .. arguments]);
}
