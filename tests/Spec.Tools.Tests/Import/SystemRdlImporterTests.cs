using System.Globalization;
using System.Text;
using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Import.SystemRdl;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Import;

public sealed class SystemRdlImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Files => SampleFiles.With("VTD_SYSTEMRDL_FOLDER", ".rdl", "plain.rdl");

    public void Dispose() => _folder.Dispose();

    /// <summary>The spec is free of errors, and an independent reading of the file finds the same bits at the same places.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Specs_agree_with_the_file(string path)
    {
        var spec = Assert.Single(SystemRdlImporter.Import(path, ""));
        ComparedFields.Agree(spec, ComparedFields.Load([spec]), PlainSystemRdl.FieldsOf(File.ReadAllText(path)));
    }

    /// <summary>Parameters, expressions, defaults, arrays, aliases, includes and allocation, read by hand.</summary>
    [Theory]
    [InlineData("Sensor", """
        010 32 31:0 ro CAFE0001
        014 16 3:0 rw 9
        014 16 6:4 rwo -
        014 16 15:12 ro 7
        018 32 7:0 wo -
        018 32 7:0 ro -
        040 32 1:0 rw 2
        040 32 2:2 oneshot -
        040 32 7:4 rsw0c A
        044 32 7:0 rc 5
        044 32 31:31 rw1c 0
        048 32 31:0 rw A1111111
        050 32 31:0 rw A1111111
        060 32 1:0 rw 2
        060 32 2:2 oneshot -
        060 32 7:4 rsw0c A
        064 32 7:0 rc 5
        064 32 31:31 rw1c 0
        068 32 31:0 rw A1111111
        070 32 31:0 rw A1111111
        080 32 1:0 rw 2
        080 32 2:2 oneshot -
        080 32 7:4 rsw0c A
        084 32 7:0 rc 5
        084 32 31:31 rw1c 0
        088 32 31:0 rw A1111111
        090 32 31:0 rw A1111111
        100 32 15:0 rc 5
        100 32 31:31 rw1c 0
        104 32 15:0 rc 5
        104 32 31:31 rw1c 0
        108 32 15:0 rc 5
        108 32 31:31 rw1c 0
        10C 32 15:0 rc 5
        10C 32 31:31 rw1c 0
        200 32 31:0 rw -
        208 64 47:16 rw1t 0
        208 64 3:0 rcwset 0
        210 32 0:0 rw 1
        214 32 7:0 rw 0
        214 32 15:8 rw 0
        218 32 7:0 rw 0
        21C 32 7:0 rw 55
        300 32 31:0 ro CAFE0001
        400 16 11:0 ro -
        402 16 11:0 ro -
        404 16 11:0 ro -
        406 16 11:0 ro -
        408 16 11:0 ro -
        40A 16 11:0 ro -
        40C 16 11:0 ro -
        40E 16 11:0 ro -
        500 32 3:0 rw 0
        500 32 7:4 rw C
        """)]
    [InlineData("SubM", """
        000 8 7:0 rw 1
        004 32 31:0 rw1s 0
        010 8 0:0 rcw 0
        """)]
    public void Every_field_is_where_the_language_puts_it(string name, string expected)
    {
        var specs = SystemRdlImporter.Import(SampleFiles.PathOf("device.rdl"), "");
        ComparedFields.Agree(specs.Single(spec => spec.Name == name), ComparedFields.Load(specs), expected.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Field));
    }

    [Fact]
    public void Facts_of_the_language_are_in_the_text_or_lost_by_name()
    {
        var specs = SystemRdlImporter.Import(SampleFiles.PathOf("device.rdl"), "");
        Assert.Equal(["Sensor", "SubM"], specs.Select(static spec => spec.Name));
        Assert.Null(specs[1].About);
        Assert.Equal([new("sensor_inner", 0x1000), new("sensor_other", 0x2000)], specs[1].Instances);
        var text = SpecWriter.Write(specs[0]);
        Assert.All(
            [
                "about: \"Sensor.\"\n",
                "block:\n  size: 0x504\n  access: [2, 4, 8]\n  instances:\n    sensor: 0x0\n",
                "      Idle: { code: 0, meaning: Idle. nothing runs }\n",
                "      Faster: 3\n",
                "    name: \"Counter\"\n    about: Counts events\n",
                "      mode: { bits: \"1:0\", access: rw, enum: ModeE }\n",
                "      b: { bits: \"15:8\", locked: lock_.en }\n      a: { bits: \"7:0\", locked: not lock_.en }\n",
                "  far:\n    confidence: unverified\n    offset: 0x200\n    width: 32\n    access: rw\n    reset: undefined\n    on-read: [cmd]\n    on-write: [cmd]\n",
                "  data_WRITE:\n",
                "    on-read: [rdata]\n",
                "    # lost: field that software cannot reach: hidden, bits 7\n",
                "    offset: 0x100\n    count: [2, 2]\n    stride: [8, 4]\n",
                "      # lost: SystemRDL's intr: 0x1\n",
                "    # lost: second address of a register: that of id\n",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Properties_of_one_element_leave_the_others()
    {
        var spec = Assert.Single(Import("""
            addrmap m {
                regfile { reg { field {} l[0:0] = 0; field {} f[15:8] = 0; f->swwe = l; } r[2]; } g[2];
                g[0].r[1].f->reset = 8'd7;
                g[1].r[0].f->sw = r;
            };
            """));
        Assert.Equal(
            ["g_0_r_0 0 rw", "g_0_r_1 700 rw", "g_1_r_0 0 ro", "g_1_r_1 0 rw"],
            spec.Registers.Select(static register => $"{register.Name} {register.Layout.Reset:X} {register.Layout.Fields[0].Access.Name}"));
        Assert.Equal(["not g_0_r_0.l", "not g_0_r_1.l", null, "not g_1_r_1.l"], spec.Registers.Select(static register => register.Layout.Fields[0].Locked));
    }

    [Fact]
    public void An_address_map_with_a_parameter_is_one_for_each_value()
    {
        var specs = Import("addrmap sub #(longint N) { reg { field {} f[N]; } r; }; addrmap top { sub #(.N(3)) a @0x10; sub #(.N(4)) b @0x20; sub #(.N(3)) c @0x30; };");
        Assert.Equal(
            [("Sub", "top_a 10, top_c 30", 3), ("Sub2", "top_b 20", 4)],
            specs.Select(static spec => (spec.Name, string.Join(", ", spec.Instances.Select(static instance => $"{instance.Name} {instance.Address:X}")), spec.Registers[0].Layout.Fields[0].Bits.Width)));
    }

    [Fact]
    public void What_is_not_present_is_not_there()
    {
        var spec = Assert.Single(Import("addrmap m #(boolean A = false) { reg { ispresent = A; field {} f; } a; reg { field { ispresent = A; } g; field {} f; } b; };"));
        Assert.Equal(["b 4 f 1"], spec.Registers.Select(static register => $"{register.Name} {register.Offset} {register.Layout.Fields[0].Name} {register.Layout.Fields[0].Bits.Lsb}"));
    }

    [Fact]
    public void Perl_that_prints_nothing_is_lost()
    {
        var spec = Assert.Single(Import("<% my $a = $ENV{PWD}; %> addrmap m { reg { field {} f; } r; };"));
        Assert.Contains(spec.Losses, static loss => loss is { Kind: "Perl, which is not run", Fact: "<% my $a = $ENV{PWD}; %>" });
    }

    [Theory]
    [InlineData("", "(1,1): there is no addrmap in the file.")]
    [InlineData("reg r {};", "(1,1): there is no addrmap in the file.")]
    [InlineData("addrmap m {\n  reg { field {} f } r;\n};", "(2,20): unexpected symbol `}`, expected `;`.")]
    [InlineData("addrmap m {\n", "unexpected end of input, expected `}`.")]
    [InlineData("addrmap m {\n  nothing r;\n};", "(2,3): there is no component nothing.")]
    [InlineData("addrmap m {\n  reg { field {} f[7:0] = 9'h1FF; } r;\n};", "(2,27): the reset value 0x1FF does not fit 8 bits.")]
    [InlineData("addrmap m {\n  reg { field { sw = rx; } f; } r;\n};", "(2,17): 'rx' is no access of software: r, w, rw, rw1, w1 and na are.")]
    [InlineData("addrmap m {\n  reg { field { onwrite = any; } f; } r;\n};", "(2,17): 'any' is no effect of writes: woset, woclr, wot, wzs, wzc, wzt, wclr, wset and wuser are.")]
    [InlineData("addrmap m {\n  reg { field {} f; } r; reg { field {} f; } r;\n};", "(2,46): r is here twice.")]
    [InlineData("addrmap m {\n  reg { field {} f; } r[99999999];\n};", "(2,25): 99999999 is not in the range from 1 to 65536.")]
    [InlineData("addrmap m {\n  reg { field {} f; } r[1/0];\n};", "(2,26): this divides by 0.")]
    [InlineData("addrmap m {\n  reg { field {} f; } r @ 1 << 99999;\n};", "(2,29): the number would have more than 4096 bits.")]
    [InlineData("addrmap m {\n  reg { field {} f; } r;\n  r.g->sw = r;\n};", "(3,5): there is no instance g.")]
    [InlineData("addrmap m {\n  reg { field { encode = e; } f; } r;\n};", "(2,17): there is no enum e.")]
    [InlineData("reg t #(longint N) { field {} f[N]; };\naddrmap m {\n  t r;\n};", "(3,5): the parameter N has no value here.")]
    [InlineData("addrmap m {\n  \"text };", "(2,3): the text has no \" at its end.")]
    [InlineData("addrmap m {\n  /* };", "(2,3): the comment has no */ at its end.")]
    [InlineData("`include \"missing.rdl\"", "missing.rdl to include.")]
    [InlineData("`include \"m.rdl\"", "more than 16 files include each other.")]
    [InlineData("`define A `B\n`define B `A\n`A", "(3,1): more than 16 macros use each other.")]
    [InlineData("`ifdef A", "(1,1): this condition has no `endif.")]
    [InlineData("`unknown", "(1,1): `unknown is neither a directive nor a macro.")]
    [InlineData("addrmap m {\n  reg { field {} f; } r<%=$n%>;\n};", "(2,24): the text depends on Perl, which is not run. Run a preprocessor over the file first.")]
    [InlineData("<% for (1..4) { %> <% } %>", "(1,1): the text depends on Perl, which is not run. Run a preprocessor over the file first.")]
    public void Broken_files_give_one_error(string text, string message)
    {
        var failure = Assert.Throws<UnusableSpecException>(() => Import(text));
        Assert.Contains("m.rdl(", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("addrmap m { reg { field {} f = ", "(", "", "more than 32 brackets are inside each other.")]
    [InlineData("", "regfile { ", "", "more than 32 brackets are inside each other.")]
    [InlineData("addrmap m { reg { field {} f = 1 ", "? 1 : 1 ", ";", "more than 32 brackets are inside each other.")]
    [InlineData("addrmap m { reg { field {} f = ", "~", "1; } r; };", "the statement has more than 4096 symbols.")]
    [InlineData("addrmap m { reg { field {} f = 1", " + 1", "; } r; };", "the statement has more than 4096 symbols.")]
    public void Statements_end_somewhere(string before, string repeated, string after, string message)
    {
        var failure = Assert.Throws<UnusableSpecException>(() => Import(before + string.Concat(Enumerable.Repeat(repeated, 20_000)) + after));
        Assert.EndsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_end_somewhere()
    {
        var failure = Assert.Throws<UnusableSpecException>(() => Import($"addrmap m {{ name = \"{new string('x', 1 << 16)}\"; }};"));
        Assert.EndsWith("(1,20): a text has 65536 characters at most.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Components_that_double_end_somewhere()
    {
        var types = string.Concat(Enumerable.Range(1, 14).Select(static level => string.Create(CultureInfo.InvariantCulture, $"regfile t{level} {{ t{level - 1} a; t{level - 1} b; t{level - 1} c; }};\n")));
        var failure = Assert.Throws<UnusableSpecException>(() => Import($"reg t0 {{ field {{}} f; }};\n{types}addrmap m {{ t14 x; }};"));
        Assert.EndsWith("the files have more than 65536 components.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_component_cannot_have_itself_in_it()
    {
        var failure = Assert.Throws<UnusableSpecException>(() => Import("addrmap m { regfile t { t x; }; t y; };"));
        Assert.EndsWith("more than 16 components are inside each other.", failure.Message, StringComparison.Ordinal);
    }

    private static PlainField Field(string line)
    {
        var words = line.Split(' ');
        var bits = words[2].Split(':').Select(static end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return new("", Convert.ToUInt64(words[0], 16), int.Parse(words[1], CultureInfo.InvariantCulture), bits[1], bits[0] - bits[1] + 1, words[3], words[4] == "-" ? null : Convert.ToUInt64(words[4], 16));
    }

    private IReadOnlyList<ImportedSpec> Import(string text) => SystemRdlImporter.Import(_folder.Write("m.rdl", Encoding.UTF8.GetBytes(text)), "");
}
