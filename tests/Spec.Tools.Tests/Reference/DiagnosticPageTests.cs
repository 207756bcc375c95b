using Vtd.Spec.Diagnostics;
using Vtd.Spec.Tools.Reference;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Reference;

public sealed class DiagnosticPageTests
{
    /// <summary>A rule about the file's length, which no page should have, and those of the generator, which are not about specs.</summary>
    private static readonly string[] s_withoutWrongExample = ["VTD0005", "VTD9001", "VTD9002", "VTD9003", "VTD9004"];

    [Fact]
    public void EveryRuleHasAPageWithItsTitle() =>
        Assert.Equal(
            Rules.All.Select(rule => (rule.Id, rule.Title)),
            DiagnosticPages.All.Where(page => IsAboutSpecs(page) && !page.Id.StartsWith("VTD9", StringComparison.Ordinal)).Select(page => (page.Id, page.Title)));

    [Fact]
    public void EveryPageIsInTheFileOfItsId() =>
        Assert.Equal(
            DiagnosticPages.All.Select(page => $"{page.Id}.md").Append("README.md").Order(StringComparer.Ordinal),
            Repository.Files("Spec/diagnostics", "*").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    [Fact]
    public void TheIndexListsAllPages()
    {
        Assert.Equal(DiagnosticPages.All, DiagnosticPages.Groups().SelectMany(group => group.Pages));
        Repository.IsUpToDate("Spec/diagnostics/README.md", DiagnosticPages.WriteIndex());
    }

    public static TheoryData<string> Ids() => [.. DiagnosticPages.All.Where(IsAboutSpecs).Select(page => page.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheWrongExampleHasThisMistakeOnlyAndTheRightOneHasNone(string id)
    {
        var page = DiagnosticPages.Find(id)!;
        var sections = page.Text.Split("\n## ").Skip(1).ToDictionary(section => section.Split('\n')[0]);
        var wrong = sections.TryGetValue("Wrong", out var section) ? Examples.In(section) : [];
        var right = sections.TryGetValue("Right", out section) ? Examples.In(section) : [];

        Assert.Contains("Why", sections.Keys);
        if (s_withoutWrongExample.Contains(id))
        {
            Assert.Empty(wrong);
        }
        else
        {
            Assert.NotEmpty(right);
            var findings = FindingsIn(wrong, id);
            Assert.True(findings.Count == 1 && findings[0].Rule.Id == id, string.Join('\n', findings.Select(Examples.Describe)));
        }

        Assert.Equal([], FindingsIn(right, id).Select(Examples.Describe));
    }

    /// <summary>Pages of rules about C# code are tested where the analyzers are.</summary>
    private static bool IsAboutSpecs(DiagnosticPage page) => !page.Id.StartsWith("VTD2", StringComparison.Ordinal);

    /// <summary>Errors, and on a page about a warning also the warnings.</summary>
    private static List<Finding> FindingsIn(IReadOnlyList<SpecText> files, string id)
    {
        var loaded = LoadedSpecs.Load(files);
        var isWarning = Rules.All.Any(rule => rule.Id == id && rule.Severity == Severity.Warning);
        return isWarning ? [.. loaded.Findings, .. loaded.Compilation.Lint()] : [.. loaded.Findings];
    }
}
