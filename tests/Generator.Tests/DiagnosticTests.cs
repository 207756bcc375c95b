using Microsoft.CodeAnalysis;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Codegen.Tests;

public class DiagnosticTests
{
    [Fact]
    public void A_finding_points_at_the_span_in_its_file()
    {
        var result = Generated.Run("spec: One\nenums:\n  A:\n    width: 1\n    codes: { No: 0, Yes: 7 }\n  B:\n    width: 1\n    codes: { No: 0 }\n");

        var diagnostic = Assert.Single(result.Diagnostics);
        var span = diagnostic.Location.GetLineSpan();
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal("/project/a.vtd.yaml", span.Path);
        Assert.Equal((4, 25), (span.StartLinePosition.Line, span.StartLinePosition.Character));
        Assert.Equal((4, 26), (span.EndLinePosition.Line, span.EndLinePosition.Character));
        Assert.Equal(["One.B.g.cs"], result.GeneratedSources.Select(source => source.HintName));
    }

    [Theory]
    [InlineData("public", 0)]
    [InlineData("Internal", 0)]
    [InlineData("friend", 1)]
    public void A_visibility_that_there_is_not_is_reported(string visibility, int expected)
    {
        var options = new TestOptions { Properties = new() { ["build_property.VtdCodegenVisibility"] = visibility } };

        var result = Generated.Run(Generated.Texts("spec: One\nenums:\n  A:\n    width: 1\n    codes: { No: 0 }\n"), options);

        Assert.Equal(Enumerable.Repeat("VTD9002", expected), result.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData("driver, types", 0)]
    [InlineData("RegisterFile;Driver;", 0)]
    [InlineData("RegisterFile;Drivers", 1)]
    public void A_part_that_there_is_not_is_reported(string parts, int expected)
    {
        var options = new TestOptions { Properties = new() { ["build_property.VtdCodegenParts"] = parts } };

        var result = Generated.Run(Generated.Texts("spec: One\nenums:\n  A:\n    width: 1\n    codes: { No: 0 }\n"), options);

        Assert.Equal(Enumerable.Repeat("VTD9004", expected), result.Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.All(result.Diagnostics, diagnostic => Assert.Equal("/project/a.vtd.yaml", diagnostic.Location.GetLineSpan().Path));
    }

    [Fact]
    public void What_refers_to_a_broken_thing_is_not_reported_again()
    {
        var result = Generated.Run(
            """
            spec: One
            block: { size: 16, access: [4] }
            registers:
              CAP:
                offset: 0
                width: 32
                reset: given
                fields:
                  X: { bits: "31:1", access: ro }
            """,
            """
            spec: One
            entries:
              an-entry:
                size: 64
                fields:
                  A: { bits: "63:0", when: CAP.X }
            """);

        Assert.Null(result.Exception);
        Assert.All(result.Diagnostics, diagnostic => Assert.Equal("/project/a.vtd.yaml", diagnostic.Location.GetLineSpan().Path));
        Assert.DoesNotContain("One.Cap.g.cs", result.GeneratedSources.Select(source => source.HintName));
    }

    [Fact]
    public void A_file_that_is_no_yaml_is_reported_and_the_others_are_generated()
    {
        var result = Generated.Run("a: [oops", "spec: One\nenums:\n  A:\n    width: 1\n    codes: { No: 0 }\n");

        Assert.NotEmpty(result.Diagnostics);
        Assert.All(result.Diagnostics, diagnostic => Assert.Equal("/project/a.vtd.yaml", diagnostic.Location.GetLineSpan().Path));
        Assert.Equal(["One.A.g.cs"], result.GeneratedSources.Select(source => source.HintName));
    }

    [Fact]
    public void Other_additional_files_are_none_of_its_business() =>
        Assert.Empty(Generated.Run([new TestText("/project/settings.yaml", "a: [oops")]).Diagnostics);

    [Fact]
    public void A_mistake_of_the_generator_costs_one_file()
    {
        var finding = Inputs.InternalError.At("/project/a.vtd.yaml", new InvalidOperationException("oh"));

        Assert.Equal("VTD9001", finding.Rule.Id);
        Assert.Contains("InvalidOperationException: oh", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/packages/my code#1/docs/", "file:///packages/my%20code%231/docs/VTD0306.md")]
    [InlineData("/packages/cut/do", "")]
    [InlineData("docs/", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_finding_links_to_its_page_if_the_build_tells_where_pages_are(string? folder, string expected)
    {
        var options = new TestOptions();
        if (folder is not null)
            options.Properties["build_property.VtdCodegenPages"] = folder;

        var result = Generated.Run(Generated.Texts("spec: One\nenums:\n  A:\n    width: 1\n    codes: { No: 0, Yes: 7 }\n"), options);

        Assert.Equal(expected, Assert.Single(result.Diagnostics).Descriptor.HelpLinkUri);
    }

    [Fact]
    public void The_rules_of_the_generator_itself_have_pages()
    {
        foreach (var rule in new[] { Inputs.InternalError.Rule, Inputs.UnknownVisibility.Rule, Inputs.UnknownParts.Rule })
            Assert.StartsWith($"# {rule.Id}: {rule.Title}\n", File.ReadAllText(Path.Combine(SpecFolders.Pages, $"{rule.Id}.md")), StringComparison.Ordinal);
    }
}
