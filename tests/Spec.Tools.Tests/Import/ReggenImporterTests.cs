using System.Text;
using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Import.Reggen;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Import;

public sealed class ReggenImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Files => SampleFiles.With("VTD_REGGEN_FOLDER", ".hjson", "device.hjson");

    public void Dispose() => _folder.Dispose();

    /// <summary>The spec is free of errors, and an independent reading of the file finds the same bits at the same places.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Specs_agree_with_the_file(string path)
    {
        var spec = Assert.Single(ReggenImporter.Import(path, ""));
        ComparedFields.Agree(spec, ComparedFields.Load([spec]), PlainReggen.FieldsOf(File.ReadAllText(path)));
    }

    [Fact]
    public void Places_are_those_of_reggen()
    {
        var spec = Assert.Single(ReggenImporter.Import(SampleFiles.PathOf("device.hjson"), "My"));
        Assert.Equal("MySensorHub", spec.Name);
        Assert.Equal(
            [
                "INTR_STATE 0x0", "INTR_ENABLE 0x4", "INTR_TEST 0x8", "ALERT_TEST 0xC", "CTRL_REGWEN 0x10", "CTRL 0x14", "STATUS 0x20", "WO_DATA 0x24", "ENABLE 0x30", "LIMIT 0x34 5 4", "NIBBLE_0 0x48", "NIBBLE_1 0x4C",
                "SLOT_REGWEN_0 0x50", "SLOT_REGWEN_1 0x54", "SLOT_REGWEN_2 0x58", "SLOT_0 0x5C", "SLOT_1 0x60", "SLOT_2 0x64", "WORD 0x68 4 4", "BUFFER 0x80 16 4", "QUEUE 0xC0", "TAIL 0xC4",
            ],
            spec.Registers.Select(static register => $"{register.Name} 0x{register.Offset:X}{string.Concat(register.Dimensions.Select(static array => $" {array.Count} {array.Stride}"))}"));
    }

    [Fact]
    public void Facts_of_the_format_are_in_the_text_or_lost_by_name()
    {
        var text = SpecWriter.Write(Assert.Single(ReggenImporter.Import(SampleFiles.PathOf("device.hjson"), "")));
        Assert.All(
            [
                "about: Sensor Hub. Reads sensors.\n",
                "    about: \"Closes CTRL, until a reset.\"\n",
                "    locked: not CTRL_REGWEN.EN\n",
                "      MODE: { bits: \"5:4\", enum: CtrlMode, meaning: \"mode\" }\n",
                "    on-write: [GO]\n",
                "    on-read: [SEEN, ERR, COUNT]\n",
                "      FastMode: { code: 3, meaning: all runs }\n",
                "  MultiBitBool4:\n",
                "    locked: not SLOT_REGWEN_2.EN\n",
                "# lost: facts about the block beside its registers: clocking\n",
                "# lost: access of the hardware: hro 13, hrw 4, none 1 fields\n",
                "    # lost: reggen's tags: excl:CsrAllTests:CsrExclWrite\n",
                "    # lost: field that software cannot reach: HIDDEN, bits 12\n",
                "    # lost: parameter that the instance chooses: NumSlots, here its default 3\n",
                "      # lost: name that C# cannot use: int, here int_\n",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "(1,1): a value is expected, and the file ends here.")]
    [InlineData("[]", "(1,1): an object in braces is expected here, and this is a list.")]
    [InlineData("{ name: a", "(1,10): a bracket or brace that ends what is open is expected, and the file ends here.")]
    [InlineData("{ name: \"a }\n", "(1,9): the text has no \" at its end. A text of several lines stands between three single quotes.")]
    [InlineData("{ name: '''a }\n", "(1,9): the text has no ''' at its end.")]
    [InlineData("{ name: \"\\q\" }", "(1,10): this escape is none of JSON's: \\n, \\t, \\\", \\\\ and \\u with four hexadecimal digits are some.")]
    [InlineData("{\n  a: 1\n  a: 2 }", "(3,3): 'a' is here twice.")]
    [InlineData("{ /* }", "(1,3): the comment has no */ at its end.")]
    [InlineData("{ name: a } b", "(1,13): the end of the file is expected here, and this is 'b'.")]
    [InlineData("{ name: a }", "(1,1): 'registers' is missing here.")]
    [InlineData("{ name: a, regwidth: 12, registers: [] }", "(1,22): '12' is not a width of registers: 8, 16, 32 and 64 are.")]
    public void Broken_files_give_one_error(string text, string message)
    {
        var failure = Assert.Throws<UnusableSpecException>(() => Import(text));
        Assert.EndsWith("block.hjson" + message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ name: R, fields: [] }", "there are 0 fields, and a register has 1 to 64.")]
    [InlineData("{ name: R, swaccess: rx, fields: [ { bits: 0 } ] }", "'rx' is not an access: none, ro, rc, rw, wo, r0w1c, rw1s, rw1c, rw0c are.")]
    [InlineData("{ name: R, swaccess: rw, fields: [ { bits: \"0:7\" } ] }", "'0:7' is not a range of bits, such as 7:4.")]
    [InlineData("{ name: R, swaccess: rw, fields: [ { bits: \"N:0\" } ] }", "'N' is neither a number nor the name of a parameter.")]
    [InlineData("{ name: R, swaccess: rw, fields: [ { bits: \"1:0\", resval: 4 } ] }", "the reset value 4 does not fit 2 bits.")]
    [InlineData("{ multireg: { name: R, count: 99999, cname: C, swaccess: rw, fields: [ { bits: 0 } ] } }", "R has 99999 elements, and 65536 are possible.")]
    [InlineData("{ window: { name: W, items: 999999999, swaccess: rw } }", "W has 999999999 items, and 1 to 262144 are possible.")]
    [InlineData("{ skipto: 2 }", "skipto 0x2 goes back from 0x0, or is no multiple of 4.")]
    public void Broken_registers_give_one_error(string register, string message)
    {
        var failure = Assert.Throws<UnusableSpecException>(() => Import($"{{ name: a, registers: [\n{register} ] }}"));
        Assert.Contains("block.hjson(2,", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_inside_each_other_end_somewhere()
    {
        var failure = Assert.Throws<UnusableSpecException>(() => Import("{ a: " + new string('[', 100_000)));
        Assert.EndsWith("more than 64 lists and objects are inside each other.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_quote_no_more_than_fits()
    {
        var failure = Assert.Throws<UnusableSpecException>(() => Import($"{{ name: a, registers: [ {{ name: R, swaccess: \"{new string('x', 100_000)}\", fields: [ {{ bits: 0 }} ] }} ] }}"));
        Assert.InRange(failure.Message.Length, 400, 700);
    }

    [Fact]
    public void Interfaces_are_specs_of_their_own()
    {
        const string Register = "[ { name: R, swaccess: rw, fields: [ { bits: 0 } ] } ]";
        var specs = Import($"{{ name: dm, alert_list: [ {{ name: a }} ], registers: {{ regs: {Register}, mem_if: {Register} }} }}");
        Assert.Equal([("DmRegs", 2), ("DmMemIf", 1)], specs.Select(static spec => (spec.Name, spec.Registers.Count)));
    }

    private IReadOnlyList<ImportedSpec> Import(string text) => ReggenImporter.Import(_folder.Write("block.hjson", Encoding.UTF8.GetBytes(text)), "");
}
