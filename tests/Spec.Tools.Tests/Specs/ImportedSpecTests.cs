using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Diff;
using Vtd.Spec.Tools.Docs;
using Vtd.Spec.Tools.Export.CHeader;
using Vtd.Spec.Tools.Export.Json;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Specs;

/// <summary>A spec that imports another one, in each command.</summary>
public sealed class ImportedSpecTests
{
    private const string Common = """
        spec: Common
        block: { size: 0x10, access: [4] }
        enums:
          Speed: { width: 2, codes: { Slow: 0, Fast: 1 } }
        registers:
          CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { FIRST: { bits: "7:4" }, BURSTS: { bits: 0 } }, reserved: ["31:8", "3:1"] }
        """;

    private const string Uart = """
        spec: Uart
        import: [Common]
        block: { size: 0x100, access: [4] }
        registers:
          LINE: { base: Common.CAP.FIRST * 16, width: 32, access: rw, reset: 0, when: CAP.BURSTS, fields: { SPEED: { bits: "1:0", enum: Speed } }, reserved: ["31:2"] }
        """;

    private static readonly LoadedSpecs s_loaded = LoadedSpecs.Load([new("common.vtd.yaml", Common), new("uart.vtd.yaml", Uart)]);

    [Fact]
    public void NamesAreResolved() => Assert.Empty(s_loaded.Findings);

    [Fact]
    public void PagesLinkToEachOther()
    {
        var pages = Site.Of(s_loaded.Specs).ToDictionary(file => file.Path, file => file.Text);

        var line = pages["spec-uart/register-line.html"];
        Assert.Contains("<a href=\"../spec-common/enum-speed.html\">Speed</a>", line, StringComparison.Ordinal);
        Assert.Contains("Common.<a href=\"../spec-common/register-cap.html#f-BURSTS\">CAP.BURSTS</a>", line, StringComparison.Ordinal);
        Assert.Contains("<a href=\"../spec-uart/register-line.html#f-SPEED\">LINE.SPEED</a>", pages["spec-common/enum-speed.html"], StringComparison.Ordinal);
    }

    [Fact]
    public void ValuesAreDecodedWithTheEnumAndTheCapability()
    {
        var catalog = new Catalog(s_loaded.Specs);
        var known = GivenFields.Read(["CAP.BURSTS=0"], catalog);

        var decoded = Assert.Single(catalog.FindRegister("LINE").Decode(GivenValue.OfWords(["1"]), known));

        Assert.Equal("Fast", Assert.Single(decoded.Fields[1].Codes).Name);
        Assert.Contains(decoded.Remarks, remark => remark.Text.Contains("LINE exists only if Common.CAP.BURSTS", StringComparison.Ordinal));
    }

    [Fact]
    public void ExportsHaveTheNameWithItsSpec()
    {
        var uart = s_loaded.Specs.Single(spec => spec.Header.Name == "Uart");

        Assert.Contains("\"enum\": \"Common.Speed\"", ModelJson.Write(s_loaded.Specs), StringComparison.Ordinal);
        var header = HeaderText.Of(uart, "UART");
        Assert.Contains("a code of Common.Speed", header, StringComparison.Ordinal);
        Assert.Contains("(Common_CAP_value)", header, StringComparison.Ordinal);
        Assert.Contains("COMMON_CAP_FIRST_MASK", header, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherSpecOfAnEnumIsAChange()
    {
        var before = s_loaded.Specs.Single(spec => spec.Header.Name == "Uart");
        var own = LoadedSpecs.Load([new("common.vtd.yaml", Common), new("uart.vtd.yaml", Uart + "\nenums: { Speed: { width: 2, codes: { Slow: 0, Fast: 1 } } }\n")]);

        var fields = SpecDescription.Of(own.Specs.Single(spec => spec.Header.Name == "Uart")).Concat(SpecDescription.Of(before)).Where(subject => subject.Name == "LINE").SelectMany(subject => subject.Parts);
        Assert.Equal(["Speed", "Common.Speed"], fields.SelectMany(field => field.Aspects).Where(aspect => aspect.Name == "enum").Select(aspect => aspect.Text));
    }
}
