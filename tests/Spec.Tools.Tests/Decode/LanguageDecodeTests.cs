using System.Text.Json.Nodes;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Docs;
using Vtd.Spec.Tools.Export.Json;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Decode;

/// <summary>Decoding and exporting what layouts say beyond fixed fields: shared bits, open enums, second names, queues that share a descriptor.</summary>
public sealed class LanguageDecodeTests
{
    private const string Spec = """
        spec: Log
        queues:
          A: { sizes: [64], type: "63:60" }
          B: { sizes: [64], type: "63:60" }
        enums:
          Rate: { width: 4, open: true, codes: { 9600: { code: 0, as: Baud9600 }, Fast: 1, default: { code: 1, as: PowerOn, alias-of: Fast } } }
          Mode: { width: 2, codes: { Off: 0, On: 1 } }
        descriptors:
          fault:
            queue: [A, B]
            type: 2
            fields:
              PASID:  { bits: ["19:16", "47:32"], when: GN,     meaning: the address space }
              DOMAIN: { bits: "47:32",            when: not GN, meaning: the domain }
              GN:     { bits: 48,                               meaning: guest address }
              TYPE:   { bits: "5:4",                            meaning: kind }
            reserved: ["59:49", "31:20", "15:6", "3:0"]
        entries:
          small:
            size: 24
            fields: { RATE: { bits: "7:4", enum: Rate }, MODE: { bits: "1:0", enum: Mode }, N: { bits: "23:16" } }
            reserved: ["15:8", "3:2"]
            require: N / 2 < max(RATE, 3)
          blank: { size: 64, variant: { of: slot, when: V == 0 }, fields: { V: { bits: 0 } }, ignored: ["63:1"] }
          any:  { size: 64, variant: { of: slot, when: V }, fields: { V: { bits: 0 } }, ignored: ["63:1"] }
        """;

    private static readonly LinkedSpec s_spec = Assert.Single(LoadedSpecs.Load([new SpecText("log.vtd.yaml", Spec)]).Specs);
    private static readonly Catalog s_catalog = new([s_spec]);

    private static Decoded Decode(string name, string value) => Assert.Single(s_catalog.Find(name).Decode(GivenValue.OfWords([value]), new KnownRegisters()));

    private static IEnumerable<string> Wrong(string name, string value) => Decode(name, value).AllRemarks.Select(static remark => remark.Kind);

    [Theory]
    [InlineData("2001123400050000", "")] // the guest's address space
    [InlineData("2000123400000000", "")] // the domain
    [InlineData("2000123400050000", "gated")] // the domain, and bits that only address spaces have
    public void Shared_bits_belong_to_the_field_that_exists(string value, string remarks) => Assert.Equal(remarks, string.Join(",", Wrong("fault", value)));

    [Theory]
    [InlineData("0x20", "2", "gated")] // a code of 2.1
    [InlineData("0x21", "2", "")]
    [InlineData(null, "2", "")]
    [InlineData("0x20", "1", "")]
    [InlineData("0x20", "10", "gated")] // a field of 2.1
    [InlineData("0x30", "10", "")]
    [InlineData("0x30", "20", "gated")] // a field until 2
    [InlineData("0x2f", "20", "")]
    public void A_value_is_judged_by_the_revision(string? revision, string value, string remarks)
    {
        const string spec = """
            spec: Dma
            revision: [VER.MAJOR, VER.MINOR]
            block: { size: 0x100, access: [4] }
            enums:
              Burst: { width: 2, codes: { One: 0, Four: 1, Sixteen: { code: 2, since: "2.1" }, Other: 3 } }
            registers:
              VER: { offset: 0, width: 32, access: ro, reset: given, fields: { MAJOR: { bits: "7:4" }, MINOR: { bits: "3:0" } }, reserved: ["31:8"] }
              CTL: { offset: 4, width: 32, access: rw, reset: 0, fields: { OLD: { bits: 5, until: "2" }, NEW: { bits: 4, since: "2.1" }, BURST: { bits: "1:0", enum: Burst } }, reserved: ["31:6", "3:2"] }
            """;
        var catalog = new Catalog(LoadedSpecs.Load([new SpecText("dma.vtd.yaml", spec)]).Specs);
        var known = new KnownRegisters();
        if (revision is not null)
            known.Add(catalog.FindRegister("VER").Register, Convert.ToUInt32(revision, 16));

        var decoded = Assert.Single(catalog.Find("CTL").Decode(GivenValue.OfWords([value]), known));
        Assert.Equal(remarks, string.Join(',', decoded.AllRemarks.Select(static remark => remark.Kind)));
    }

    [Theory]
    [InlineData("BAUD_TX", "BAUD[TX]")]
    [InlineData("baud[tx]", "BAUD[TX]")]
    [InlineData("BAUD[0]", "BAUD[RX]")]
    [InlineData("BAUD2", "BAUD[2]")]
    [InlineData("CHANNEL_LIMIT[B]", "CHANNEL_LIMIT[B]")]
    [InlineData("BAUD", "BAUD")]
    public void Elements_have_their_names(string name, string expected)
    {
        const string spec = """
            spec: Dual
            block: { size: 0x100, access: [4] }
            registers:
              CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { N: { bits: "31:0" } } }
              BAUD: { offset: 4, count: "min(CAP.N, 9)", stride: 4, names: [RX, TX], width: 32, access: rw, reset: 0, fields: { RATE: { bits: "31:0" } } }
            groups:
              CHANNEL: { offset: 0x80, count: 2, stride: 0x10, names: [A, B], registers: { LIMIT: { offset: 0, width: 32, access: rw, reset: 0, fields: { F: { bits: "31:0" } } } } }
            """;
        var specs = LoadedSpecs.Load([new SpecText("dual.vtd.yaml", spec)]).Specs;

        Assert.Equal(expected, Assert.Single(new Catalog(specs).Find(name).Layouts).NameOfElement);
        Assert.Contains(" (RX, TX)", PlaceWords.Of(specs[0].Registers.Single(static register => register.Mnemonic == "BAUD")), StringComparison.Ordinal);
        Assert.Contains(Site.Of(specs), static file => file.Text.Contains("<dt>Names of elements</dt><dd>A, B</dd>", StringComparison.Ordinal));
    }

    [Fact]
    public void The_picture_shows_the_field_that_exists()
    {
        var decoded = Decode("fault", "2000123400000000");
        var key = BitPicture.Keys(decoded.Layout)["DOMAIN"];

        Assert.Equal(16, BitPicture.Rows(decoded).Sum(row => row.Keys!.Count(one => one == key)));
    }

    [Fact]
    public void A_descriptor_of_two_queues_decodes_in_both()
    {
        Assert.Equal("fault", Decode("A", "2000000000000010").Layout.Name);
        Assert.Equal("fault", Decode("B", "2000000000000010").Layout.Name);
        Assert.Equal(1, (int)Decode("fault", "2000000000000010").Fields.Single(static field => field.Field.Name == "TYPE").Raw);
        Assert.Equal(2, (int)Decode("fault", "2000000000000010").Fields.Single(static field => field.Field.Name == "TYPE_CODE").Raw);
    }

    [Theory]
    [InlineData("000000", "")]
    [InlineData("0000F0", "")] // an open enum
    [InlineData("000003", "unknown-code")]
    [InlineData("100050", "requirement")]
    [InlineData("0B0050", "requirement")]
    [InlineData("090050", "")]
    public void Small_entries_are_checked(string value, string remarks) => Assert.Equal(remarks, string.Join(",", Wrong("small", value)));

    [Fact]
    public void A_code_is_called_by_its_own_name()
    {
        Assert.Equal(["Fast"], Decode("small", "10").Fields.Single(static field => field.Field.Name == "RATE").Codes.Select(static code => code.Name));
        Assert.Equal(["9600"], Decode("small", "0").Fields.Single(static field => field.Field.Name == "RATE").Codes.Select(static code => code.Name));
        Assert.False(Decode("Rate", "7").IsWrong);
        Assert.True(Decode("Mode", "3").IsWrong);
    }

    [Fact]
    public void The_export_has_all_of_it()
    {
        var spec = JsonNode.Parse(ModelJson.Write([s_spec]))!["specs"]![0]!;

        Assert.Equal("""["A","B"]""", spec["descriptors"]![0]!["queues"]!.ToJsonString());
        Assert.Equal("""["N / 2 < max(RATE, 3)"]""", spec["entries"]!.AsArray().Single(static entry => (string)entry!["name"]! == "small")!["require"]!.ToJsonString().Replace("\\u003C", "<", StringComparison.Ordinal));
        Assert.Equal("""["blank","any"]""", spec["groups"]![0]!["entries"]!.ToJsonString());
        var rate = spec["enums"]!.AsArray().Single(static item => (string)item!["name"]! == "Rate")!;
        Assert.True((bool)rate["open"]!);
        Assert.Equal(
            ["9600 Baud9600 ", "Fast Fast ", "default PowerOn Fast"],
            rate["codes"]!.AsArray().Select(static code => $"{code!["name"]} {code["member"]} {code["aliasOf"]}"));
    }
}
