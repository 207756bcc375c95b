using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Vtd.Analyzers.Specs;
using Vtd.Analyzers.Tests.Harness;

namespace Vtd.Analyzers.Tests;

/// <summary>The lint rules of specs, as editors show them. What each rule finds is tested where the rules are.</summary>
public sealed class SpecLintTests
{
    private const string NoMeaning = """
        spec: Lamp
        block: { size: 8, access: [4] }
        registers:
          POWER:
            offset: 0
            width: 32
            access: rw
            reset: 0
            fields:
              ON:     { bits: 3, meaning: it shines }
              DIM:    { bits: 2 }
              COLOUR: { bits: "1:0", enum: Colour, meaning: its colour }
            reserved: ["31:4"]
        """;

    private const string Colours = """
        spec: Lamp
        enums:
          Colour: { width: 2, codes: { Red: 0, Green: 1, Blue: 2 } }
        """;

    [Fact]
    public async Task A_finding_is_shown_where_it_is()
    {
        var finding = Assert.Single(await Lint(("/lamp.vtd.yaml", NoMeaning, "A"), ("/colours.vtd.yaml", Colours, "A")));

        Assert.Equal(("VTD1004", DiagnosticSeverity.Warning, "/lamp.vtd.yaml"), (finding.Id, finding.Severity, finding.Location.GetLineSpan().Path));
        Assert.Equal("DIM", NoMeaning.Substring(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length));
        Assert.Equal((10, 6), (finding.Location.GetLineSpan().StartLinePosition.Line, finding.Location.GetLineSpan().StartLinePosition.Character));
        Assert.Equal("file:///pages/VTD1004.md", finding.Descriptor.HelpLinkUri);
    }

    [Fact]
    public async Task Files_of_one_spec_belong_together_and_those_of_others_do_not()
    {
        var lamp = NoMeaning.Replace("{ bits: 2 }", "{ bits: 2, meaning: less }", StringComparison.Ordinal);
        var other = Colours.Replace("spec: Lamp", "spec: Other", StringComparison.Ordinal);

        Assert.Equal(
            ["/other.vtd.yaml VTD1011"],
            (await Lint(("/lamp.vtd.yaml", lamp, "A"), ("/colours.vtd.yaml", Colours, "B"), ("/other.vtd.yaml", other, "A")))
                .Select(finding => $"{finding.Location.GetLineSpan().Path} {finding.Id}"));
    }

    [Theory]
    [InlineData("/lamp.vtd.yaml", "a: [oops")]
    [InlineData("/lamp.vtd.yaml", "")]
    [InlineData("/lamp.yaml", NoMeaning)]
    public async Task Nothing_is_said_of_files_that_cannot_be_read_or_are_no_specs(string path, string text) => Assert.Empty(await Lint((path, text, "A")));

    [Fact]
    public async Task The_spec_of_these_tests_is_clean_but_for_what_it_leaves_out() =>
        Assert.Equal(["VTD1006", "VTD1011"], (await Lint(("/disk.vtd.yaml", GeneratedDisk.DiskSpec(), "Disks"))).Select(finding => finding.Id).Distinct().Order(StringComparer.Ordinal));

    private static async Task<ImmutableArray<Diagnostic>> Lint(params (string Path, string Text, string Namespace)[] files)
    {
        var texts = files.Select(file => (AdditionalText)new SpecFileText(file.Path, file.Text)).ToImmutableArray();
        var options = new AnalyzerOptions(texts, new Options(files.ToDictionary(file => file.Path, file => file.Namespace)));
        return await CSharpCompilation.Create("Empty", references: GeneratedDisk.Framework)
            .WithAnalyzers([new SpecLintAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync();
    }

    private sealed class Options(Dictionary<string, string> namespaces) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Choice("build_property.VtdCodegenPages", "/pages/");

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Choice("build_metadata.AdditionalFiles.VtdNamespace", namespaces[textFile.Path]);
    }

    private sealed class Choice(string only, string choice) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = choice;
            return key == only;
        }
    }
}
