using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Docs;
using Vtd.Spec.Tools.Encode;
using Vtd.Spec.Tools.Export.CHeader;
using Vtd.Spec.Tools.Export.Json;
using Vtd.Spec.Tools.Export.Svd;
using Vtd.Spec.Tools.Export.SystemRdl;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Decode;

/// <summary>Fields with codes for reads and others for writes: decoded, encoded, documented, compared and exported.</summary>
public sealed class WriteCodesTests
{
    private const string Spec = """
        spec: Flash
        block: { size: 4, access: [4] }
        enums:
          State:   { width: 2, codes: { Idle: 0, Busy: { code: 1, meaning: a job runs }, Ready: 3 } }
          Command: { width: 2, codes: { Nothing: 0, Erase: { code: 1, meaning: starts a job }, Abort: 2, Ready: { code: 2, alias-of: Abort } } }
          Events:  { width: 2, kind: flags, codes: { Done: 0, Error: 1 } }
          Answers: { width: 2, kind: flags, codes: { ClearDone: 0, Error: 1 } }
        registers:
          CTL:
            offset: 0
            width: 32
            access: rw
            reset: 0
            fields:
              JOB:    { bits: "1:0", enum: { read: State, write: Command } }
              EVENTS: { bits: "3:2", access: rw1c, enum: { read: Events, write: Answers } }
            reserved: ["31:4"]
        """;

    private static readonly LinkedSpec s_spec = Load(Spec);
    private static readonly Catalog s_catalog = new([s_spec]);

    [Theory]
    [InlineData("0", "JOB=Idle/Nothing EVENTS=/", "")]
    [InlineData("1", "JOB=Busy/Erase EVENTS=/", "")]
    [InlineData("2", "JOB=/Abort EVENTS=/", "")] // a code of writes alone
    [InlineData("3", "JOB=Ready/ EVENTS=/", "")] // a code of reads alone
    [InlineData("C", "JOB=Idle/Nothing EVENTS=Done|Error/ClearDone|Error", "")]
    public void Values_have_a_code_that_was_read_and_one_to_write(string value, string fields, string remarks)
    {
        var decoded = Decode(value);

        Assert.Equal(fields, string.Join(' ', decoded.Fields.Where(static field => !field.Field.IsReserved).Reverse().Select(static field => $"{field.Field.Name}={Names(field.Codes)}/{Names(field.WrittenCodes)}")));
        Assert.Equal(remarks, string.Join(' ', decoded.AllRemarks.Select(static remark => remark.Kind)));

        static string Names(IEnumerable<LinkedCode> codes) => string.Join('|', codes.Select(static code => code.Name));
    }

    [Fact]
    public void Values_without_a_code_for_either_are_remarked()
    {
        var spec = Load(Spec.Replace(", Abort: 2, Ready: { code: 2, alias-of: Abort }", "", StringComparison.Ordinal));
        var decoded = Assert.Single(new Catalog([spec]).Find("CTL").Decode(GivenValue.OfWords(["2"]), new KnownRegisters()));

        Assert.Equal("JOB is 0x2, which is not a defined State.", Assert.Single(decoded.AllRemarks).Text);
    }

    [Theory]
    [InlineData("JOB=Busy", 1)]
    [InlineData("JOB=erase", 1)]
    [InlineData("JOB=Abort", 2)]
    [InlineData("JOB=3", 3)]
    [InlineData("EVENTS=Done|Error", 0xC)]
    [InlineData("EVENTS=ClearDone|Error", 0xC)]
    public void Names_of_both_make_values(string text, ulong value)
    {
        var encoded = Encoder.Encode(s_catalog.Find("CTL"), [text], new KnownRegisters());

        Assert.Equal([], encoded.Errors);
        Assert.Equal([value], encoded.Words);
    }

    [Theory]
    [InlineData("JOB=Ready", "'JOB=Ready': 'Ready' is 0x3 in a value that was read from CTL.JOB, and 0x2 in one to write; use the number.")]
    [InlineData("JOB=Erased", "'JOB=Erased': 'Erased' is no value of CTL.JOB; a number is decimal, or hexadecimal after 0x, or one of Idle, Busy, Ready, Nothing, Erase, Abort (did you mean 'Erase'?).")]
    public void Names_of_two_values_and_of_none_are_refused(string text, string error) =>
        Assert.Equal([error], Encoder.Encode(s_catalog.Find("CTL"), [text], new KnownRegisters()).Errors);

    [Fact]
    public void Words_name_both_enums()
    {
        var layout = Layout.Of(s_spec, s_spec.Registers[0]);

        Assert.Equal("reads give codes of State, writes take those of Command", FieldWords.Of(layout, layout.Fields.Single(static field => field.Name == "JOB")));
        Assert.Equal(["Events", "Answers", "State", "Command"], layout.Enums.Select(static table => table.Name));
    }

    [Fact]
    public void Pages_list_the_codes_of_reads_and_those_of_writes()
    {
        var pages = Site.Of([s_spec]).ToDictionary(static file => file.Path, static file => file.Text);
        var page = pages["register-ctl.html"];

        Assert.Contains("<summary>3 codes of reads</summary>", page, StringComparison.Ordinal);
        Assert.Contains("<summary>4 codes of writes</summary>", page, StringComparison.Ordinal);
        Assert.Contains("\"written\":{\"isFlags\":false,\"isOpen\":false,\"items\":[[\"0x0\",\"Nothing\",\"\"],[\"0x1\",\"Erase\",\"starts a job\"],[\"0x2\",\"Abort\",\"\"]]}", page, StringComparison.Ordinal);
        Assert.Contains("register-ctl.html#f-JOB", pages["enum-command.html"], StringComparison.Ordinal);
        Assert.Contains("register-ctl.html#f-JOB", pages["enum-state.html"], StringComparison.Ordinal);
    }

    [Fact]
    public void Exports_have_both_or_say_what_is_lost()
    {
        Assert.Contains("JOB, bits 1:0, rw; reads give a code of State, writes take one of Command", HeaderText.Of(s_spec, "FLASH"), StringComparison.Ordinal);
        Assert.Contains("\"enum\": \"State\",\n              \"writeEnum\": \"Command\",", ModelJson.Write([s_spec]), StringComparison.Ordinal);
        Assert.Equal(["Answers", "Command"], SystemRdlText.Of([s_spec]).Losses.Where(static loss => loss.Kind == "codes of writes").Select(static loss => loss.Fact));
        Assert.DoesNotContain(SvdText.Of([s_spec]).Losses, static loss => loss.Kind.Contains("codes of", StringComparison.Ordinal));
    }

    private static Decoded Decode(string value) => Assert.Single(s_catalog.Find("CTL").Decode(GivenValue.OfWords([value]), new KnownRegisters()));

    private static LinkedSpec Load(string text)
    {
        var loaded = LoadedSpecs.Load([new SpecText("flash.vtd.yaml", text)]);
        Assert.Equal([], loaded.Findings.Select(static finding => $"{finding.Rule.Id} {finding.Message}"));
        return Assert.Single(loaded.Specs);
    }
}
