using Vtd.Testing;

namespace Vtd.Tool.Tests.Export;

public sealed class HeaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Spec/vtd", "VTD")]
    [InlineData("tests/Generator.Tests/Specs", "DEMO")]
    [InlineData("tests/Package.Tests/Consumers/Nvme", "NVME")]
    [InlineData("tests/Tool.Tests/Export/Samples", "TIMER")]
    public void NamesAreUniqueAndBeginWithTheSpec(string path, string prefix)
    {
        var names = Exports.Macros(Exports.Header(Repository.PathOf(path))).Select(macro => macro.Name).ToList();

        Assert.True(names.Count > 50);
        Assert.Equal(names, names.Distinct());
        Assert.All(names, name => Assert.Matches($"^{prefix}_[A-Z0-9_]*[A-Z0-9]$", name));
    }

    [Fact]
    public void ThePrefixReplacesTheNameOfTheSpec()
    {
        var sample = Repository.PathOf("tests/Tool.Tests/Export/Samples");
        var (own, given) = (Exports.Header(sample), Exports.Header(sample, "--prefix", "MY_DEV2"));

        Assert.Equal(own.Replace("TIMER_", "MY_DEV2_", StringComparison.Ordinal), given);
    }

    [Theory]
    [InlineData("HTTPServer", "HTTP_SERVER")]
    [InlineData("IntelVtd2", "INTEL_VTD2")]
    [InlineData("X", "X")]
    public void WordsOfTheNameAreParted(string spec, string prefix) =>
        Assert.Contains($"#define {prefix}_MODE_VERY_FAST 0x1U\n", Exports.Header(Spec($"spec: {spec}", "enums: { Mode: { width: 1, codes: { VeryFast: 1 } } }")), StringComparison.Ordinal);

    [Theory]
    [InlineData("A: { B_C: 0 }", "A_B: { C: 0 }", "register A, field B_C", "register A_B, field C", "DEV_A_B_C_MASK")]
    [InlineData("A: { b: 0, B: 1 }", "C: { D: 0 }", "register A, field B", "register A, field b", "DEV_A_B_MASK")]
    public void TwoNamesThatAreOneInCAreRefused(string first, string second, string one, string other, string name)
    {
        var registers = new[] { first, second }.Select((text, i) =>
        {
            var (register, fields) = (text[..text.IndexOf(':', StringComparison.Ordinal)], text[(text.IndexOf('{', StringComparison.Ordinal) + 1)..text.IndexOf('}', StringComparison.Ordinal)]);
            var listed = string.Join(", ", fields.Split(',').Select(field => $"{field.Split(':')[0]}: {{ bits: {field.Split(':')[1]} }}"));
            var reserved = fields.Contains(',', StringComparison.Ordinal) ? 2 : 1;
            return $"  {register}: {{ offset: {i * 4}, width: 32, reset: 0, access: rw, fields: {{ {listed} }}, reserved: [\"31:{reserved}\"] }}";
        });
        var run = VtdRun.Of("export", "--format", "c-header", Spec(["spec: Dev", "block: { size: 8, access: [4] }", "registers:", .. registers]));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains($"{one} and {other} would both be {name} in C.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void NoTextOfASpecLeavesItsComment()
    {
        foreach (var line in Exports.Header(Hostile()).Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            Assert.StartsWith("/* ", line, StringComparison.Ordinal);
            Assert.EndsWith(" */", line, StringComparison.Ordinal);
            Assert.DoesNotContain("*/", line[..^2], StringComparison.Ordinal);
            Assert.DoesNotContain("/*", line[1..], StringComparison.Ordinal);
            Assert.DoesNotContain("??", line, StringComparison.Ordinal);
            Assert.DoesNotContain('\u202E', line);
        }
    }

    [GccFact]
    public void CompilersTakeTextsAsComments() => Gcc.Compiles(Exports.Header(Hostile()) + "int nothing;\n");

    private string Hostile()
    {
        const string Text = "\"*/ #error out\\n*\\\\\\n/ /*/ ???/ ??/\\n \\u202E **/ // é \\\\\"";
        return Spec(
            "spec: Dev", $"document: {Text}", "block: { size: 8, access: [4] }",
            "enums:", $"  Mode: {{ width: 1, name: {Text}, note: {Text}, codes: {{ A: {{ code: 0, mnemonic: {Text}, meaning: {Text} }} }} }}",
            "registers:",
            $"  R: {{ name: {Text}, section: {Text}, note: {Text}, offset: 0, width: 32, reset: 0, access: rw, fields: {{ F: {{ bits: \"31:0\", meaning: {Text}, note: {Text} }} }} }}");
    }

    private string Spec(params string[] lines) => _folder.Write(Guid.NewGuid() + ".vtd.yaml", lines);
}
