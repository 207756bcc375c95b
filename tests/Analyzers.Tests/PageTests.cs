using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Vtd.Analyzers.Specs;
using Vtd.Analyzers.Tests.Harness;
using Vtd.CodeFixes;

namespace Vtd.Analyzers.Tests;

/// <summary>Each rule has a page, and what the page says is so.</summary>
public sealed class PageTests
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(SpecLintAnalyzer).Assembly.GetTypes()
            .Where(static type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static readonly DiagnosticDescriptor[] s_rules =
        [.. s_analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics).OrderBy(static rule => rule.Id, StringComparer.Ordinal)];

    private static readonly string s_pages = Metadata("Pages");

    private static readonly string[] s_ofCode = [.. s_rules.Select(static rule => rule.Id).Where(static id => id.StartsWith("VTD2", StringComparison.Ordinal))];

    public static TheoryData<string> Ids() => [.. s_ofCode];

    [Fact]
    public void Every_rule_has_a_page_with_its_title_and_every_page_a_rule()
    {
        Assert.Equal(s_rules.Select(static rule => rule.Id).Distinct(), s_rules.Select(static rule => rule.Id));
        Assert.All(s_rules, static rule => Assert.StartsWith($"# {rule.Id}: {rule.Title}\n", Page(rule.Id), StringComparison.Ordinal));
        Assert.Equal(s_ofCode.Concat(Suppressors.Ids), Directory.EnumerateFiles(s_pages, "VTD2*.md").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_wrong_example_has_this_finding_only_and_the_right_one_has_none(string id)
    {
        var sections = Page(id).Split("\n## ").ToDictionary(static section => section.Split('\n')[0]);

        Assert.Contains("Why", sections.Keys);
        Assert.Equal([id], await Findings(sections["Wrong"]));
        Assert.Equal([], await Findings(sections["Right"]));
    }

    [Fact]
    public void What_is_not_released_yet_is_listed_with_its_severity()
    {
        var listed = File.ReadLines(Path.Combine(Metadata("Releases"), "AnalyzerReleases.Unshipped.md"))
            .Where(static line => line.StartsWith("VTD", StringComparison.Ordinal))
            .Select(static line => string.Join(' ', line.Split('|').Take(3).Select(static cell => cell.Trim())))
            .Order(StringComparer.Ordinal);

        Assert.Equal(s_rules.Where(static rule => rule.Category != "Vtd.Spec").Select(static rule => $"{rule.Id} {rule.Category} {rule.DefaultSeverity}"), listed);
    }

    [Fact]
    public void Fixes_can_be_exported_and_fix_what_there_is()
    {
        var fixes = typeof(LostCopyFix).Assembly.GetTypes().Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider))).ToList();

        Assert.Equal(6, fixes.Count);
        foreach (var type in fixes)
        {
            var fix = (CodeFixProvider)Activator.CreateInstance(type)!;
            Assert.Contains(LanguageNames.CSharp, type.GetCustomAttribute<ExportCodeFixProviderAttribute>()!.Languages);
            Assert.NotNull(fix.GetFixAllProvider());
            Assert.Subset(s_rules.Select(static rule => rule.Id).ToHashSet(), fix.FixableDiagnosticIds.ToHashSet());
        }
    }

    [Theory]
    [InlineData("VTD2201", "CS3021")]
    [InlineData("VTD2202", "CA1711")]
    [InlineData("VTD2203", "CS8524")]
    public async Task What_a_page_says_is_suppressed_is_and_what_it_says_is_kept_is(string id, string rule)
    {
        var sections = Page(id).Split("\n## ").ToDictionary(static section => section.Split('\n')[0]);

        Assert.Contains("Why", sections.Keys);
        Assert.Equal([$"{rule} suppressed"], await Suppressors.Findings(Compile(sections["Suppressed"]), rule));
        Assert.Equal(rule, (await Suppressors.Findings(Compile(sections["Kept"]), rule)).Last());
    }

    private static async Task<IEnumerable<string>> Findings(string section) =>
        (await Compile(section).WithAnalyzers(s_analyzers).GetAnalyzerDiagnosticsAsync()).Select(static diagnostic => diagnostic.Id);

    private static Compilation Compile(string section)
    {
        var code = "using System;\n" + (Block(section, "yaml") is not null ? "using Disks;\n" : "") + Block(section, "csharp");
        var compilation = GeneratedDisk.Compile(Block(section, "yaml") ?? "spec: Nothing\n", code, isPublic: code.Contains("public readonly partial", StringComparison.Ordinal));
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return compilation;
    }

    private static string? Block(string section, string language)
    {
        var start = section.IndexOf($"```{language}\n", StringComparison.Ordinal);
        return start < 0 ? null : section[(start + language.Length + 4)..section.IndexOf("```", start + 3, StringComparison.Ordinal)];
    }

    private static string Page(string id) => File.ReadAllText(Path.Combine(s_pages, id + ".md"));

    private static string Metadata(string key) => typeof(PageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
