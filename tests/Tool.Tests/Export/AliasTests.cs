namespace Vtd.Tool.Tests.Export;

/// <summary>A spec with aliases of registers, as each command that shows specs shows it.</summary>
public sealed class AliasTests : IDisposable
{
    private const string Spec = """
        spec: Gpio
        block: { size: 0x100, access: [4], aliases: { toggle: 0x40 }, instances: { GPIO0: 0x4000_0000 } }
        registers:
          CAP: { offset: 0, width: 32, access: ro, reset: given, fields: { PLACE: { bits: "7:0", meaning: where MOVED is } }, reserved: ["31:8"] }
          OUT: { offset: 4, width: 32, access: rw, reset: 0, fields: { PIN: { bits: "31:0", meaning: the pins } } }
          DIR: { offset: 0x10, count: 2, stride: 4, width: 32, access: rw, reset: 0, aliases: { set: 0x8, clear: 0x18 }, fields: { PIN: { bits: "31:0", meaning: outputs } } }
          MOVED: { base: CAP.PLACE, offset: 4, width: 32, access: rw, reset: 0, aliases: { set: 0 }, fields: { PIN: { bits: "31:0", meaning: others } } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void JSON_has_the_distances()
    {
        var registers = Exports.Json(File(Spec)).GetProperty("specs")[0].GetProperty("registers").EnumerateArray();

        Assert.Equal(
            ["CAP toggle 64", "OUT toggle 64", "DIR set -8", "DIR clear 8", "DIR toggle 64", "MOVED set -4", "MOVED toggle 64"],
            registers.SelectMany(register => register.GetProperty("aliases").EnumerateArray().Select(alias => $"{register.GetProperty("name")} {alias.GetProperty("kind")} {alias.GetProperty("distance")}")));
    }

    [Fact]
    public void A_header_has_the_offsets()
    {
        var macros = Exports.Macros(Exports.Header(File(Spec))).Where(macro => macro.Name.EndsWith("_OFFSET", StringComparison.Ordinal)).ToDictionary(macro => macro.Name, macro => macro.Value.Trim());

        Assert.Equal("0x044U", macros["GPIO_OUT_TOGGLE_OFFSET"]);
        Assert.Equal("(index) (0x008U + 4U * (index))", macros["GPIO_DIR_SET_OFFSET"]);
        Assert.Equal("(index) (0x018U + 4U * (index))", macros["GPIO_DIR_CLEAR_OFFSET"]);
        Assert.Equal(macros["GPIO_MOVED_OFFSET"].Replace(" + 0x4ULL", " + 0x44ULL", StringComparison.Ordinal), macros["GPIO_MOVED_TOGGLE_OFFSET"]);
        Assert.DoesNotContain("+", macros["GPIO_MOVED_SET_OFFSET"], StringComparison.Ordinal);
    }

    [GccFact]
    public void A_header_compiles() => Gcc.Compiles(Exports.Header(File(Spec)) + "int place(void) { return (int)(GPIO_DIR_CLEAR_OFFSET(1) + GPIO_MOVED_SET_OFFSET(1)); }\n");

    [Theory]
    [InlineData("svd", "<!-- lost: places that set, clear or toggle bits: set at -0x8, clear at +0x8, toggle at +0x40 -->")]
    [InlineData("systemrdl", "// lost: places that set, clear or toggle bits: set at -0x8, clear at +0x8, toggle at +0x40")]
    public void Formats_for_registers_lose_them_aloud(string format, string expected)
    {
        var run = VtdRun.Of("export", "--format", format, File(Spec));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.Contains("places that set, clear or toggle bits", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("markdown", "0x10, 2 of them every 4 bytes; set at -0x8, clear at +0x8, toggle at +0x40")]
    [InlineData("csharp-constants", "public const int SetOffset = 0x8;")]
    [InlineData("csharp-constants", "public const int ToggleOffset = 0x44;")]
    [InlineData("csharp-constants", "// lost: computed place: CAP.PLACE + 0x4; set at -0x4, toggle at +0x40")]
    public void Other_formats_have_them(string format, string expected) =>
        Assert.Contains(expected, VtdRun.Of("export", "--format", format, File(Spec)).Output, StringComparison.Ordinal);

    [Fact]
    public void Documentation_and_show_have_them()
    {
        var site = _folder.PathOf("site");
        Assert.Equal(0, VtdRun.Of("docs", File(Spec), "-o", site).ExitCode);

        Assert.Contains(Directory.EnumerateFiles(site, "*.html", SearchOption.AllDirectories), page => System.IO.File.ReadAllText(page).Contains("set at -0x8, clear at +0x8, toggle at +0x40", StringComparison.Ordinal));
        Assert.Contains("at 0x10, 2 of them every 4 bytes; set at -0x8, clear at +0x8, toggle at +0x40", VtdRun.Of("show", "DIR", "--spec", File(Spec)).Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0xc", "DIR", "alias 'set' of DIR: a write sets the bits")]
    [InlineData("0x40000018", "DIR", "alias 'clear' of DIR: a write clears the bits")]
    [InlineData("0x44", "OUT", "alias 'toggle' of OUT: a write inverts the bits")]
    [InlineData("0x14", "DIR", "")]
    public void Decode_finds_the_register_and_says_which_alias(string offset, string register, string remark)
    {
        var run = VtdRun.Of("decode", offset, "1", "--json", "--spec", File(Spec));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"\"name\": \"{register}\"", run.Output, StringComparison.Ordinal);
        Assert.Equal(remark.Length > 0, run.Output.Contains("\"kind\": \"alias\"", StringComparison.Ordinal));
        Assert.Contains(remark, System.Text.RegularExpressions.Regex.Unescape(run.Output), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_names_the_alias_around_an_offset()
    {
        var run = VtdRun.Of("decode", "0x46", "1", "--spec", File(Spec));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("No register is at offset 0x46; the alias 'toggle' of OUT begins at 0x44.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clear: 0x18", "clear: 0x20", 1, "register DIR  aliases: set at -0x8, clear at +0x8, toggle at +0x40 -> set at -0x8, clear at +0x10, toggle at +0x40  (writes at the places that were its aliases no longer reach it)")]
    [InlineData("aliases: { toggle: 0x40 }, ", "", 1, "register OUT  aliases: toggle at +0x40 -> none  (writes at the places that were its aliases no longer reach it)")]
    [InlineData("{ toggle: 0x40 }", "{ toggle: 0x40, clear: 0x80 }", 0, "register OUT  aliases: toggle at +0x40 -> clear at +0x80, toggle at +0x40")]
    public void Diff_tells_aliases_that_move(string before, string after, int exitCode, string expected)
    {
        var run = VtdRun.Of("diff", File(Spec), File(Spec.Replace(before, after, StringComparison.Ordinal)));

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private int _files;

    private string File(string text) => _folder.Write($"{_files++}.vtd.yaml", text.Split('\n'));
}
