using System.Globalization;
using System.Text.RegularExpressions;
using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Tests;

/// <summary>
/// Every file below <c>Wrong</c> has one mistake and says which: <c>#! VTD0301 10-13</c> at the end of its line names the rule and the
/// columns, both included; one number is an empty place between two characters, <c>10-+</c> goes on in a later line. Where a comment
/// would change the meaning, <c>#!@3</c> on any line stands for line 3. A folder is one spec of several files. What is below <c>Lint</c> is
/// free of errors, and a lint rule finds it.
/// </summary>
public sealed partial class WrongInputTests
{
    public static TheoryData<string> Cases() => [.. Names()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void OneMistakeGivesOneFindingAtItsPlace(string name)
    {
        var files = FilesOf(name);
        var (_, findings) = TestData.Link(files);

        Assert.Equal(files.SelectMany(Expected), findings.Select(Actual));
        Assert.Single(findings);
        Assert.Matches("[.?]$", findings[0].Message);
    }

    public static TheoryData<string> LintCases() => [.. LintNames()];

    [Theory]
    [MemberData(nameof(LintCases))]
    public void WhatIsSeldomMeantGivesOneWarningAtItsPlace(string name)
    {
        var files = FilesOf(name);
        var findings = TestData.Lint(files);

        Assert.Equal([], TestData.Link(files).Findings.Select(TestData.Describe));
        Assert.Equal(files.SelectMany(Expected), findings.Select(Actual));
        Assert.Single(findings);
        Assert.Equal(Severity.Warning, findings[0].Rule.Severity);
        Assert.EndsWith(".", findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryRuleHasAWrongInput()
    {
        var shown = Names().Concat(LintNames()).SelectMany(FilesOf).SelectMany(Expected).Select(text => text.Split(' ')[1]).ToHashSet();

        // A file of more than 4 MiB does not belong into a repository; LimitTests makes one.
        shown.Add("VTD0005");
        Assert.Equal([], Rules.All.Select(rule => rule.Id).Except(shown));
    }

    [Fact]
    public void EveryRuleHasItsOwnIdInOrder()
    {
        var ids = Rules.All.Select(rule => rule.Id).ToList();
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.Matches("^VTD[0-9]{4}$", id));
        Assert.Equal(Rules.All.Count, Rules.All.Select(rule => rule.Title).Distinct().Count());
    }

    private const string Lint = "Lint";

    private static IEnumerable<string> Names() => NamesIn(TestData.WrongInputs).Where(name => name != Lint);

    private static IEnumerable<string> LintNames() => NamesIn(Path.Combine(TestData.WrongInputs, Lint)).Select(name => Path.Combine(Lint, name));

    private static IEnumerable<string> NamesIn(string folder) =>
        Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    private static (string Path, string Text)[] FilesOf(string name)
    {
        var path = Path.Combine(TestData.WrongInputs, name);
        var files = Directory.Exists(path) ? Directory.GetFiles(path).Order(StringComparer.Ordinal).ToArray() : [path];
        return [.. files.Select(file => (file, File.ReadAllText(file)))];
    }

    private static IEnumerable<string> Expected((string Path, string Text) file)
    {
        var line = 0;
        foreach (var text in file.Text.Split('\n'))
        {
            line++;
            if (Marker().Match(text) is { Success: true } marker)
                yield return $"{Path.GetFileName(file.Path)}:{(marker.Groups["line"].Success ? marker.Groups["line"].Value : line)} {marker.Groups["what"].Value}";
        }
    }

    private static string Actual(Finding finding)
    {
        var span = finding.Span;
        var columns = span.Length == 0 ? span.Column.ToString(CultureInfo.InvariantCulture)
            : span.EndLine > span.Line ? $"{span.Column}-+"
            : $"{span.Column}-{span.EndColumn - 1}";
        return $"{Path.GetFileName(finding.Path)}:{span.Line} {finding.Rule.Id} {columns}";
    }

    [GeneratedRegex(@"#!(@(?<line>\d+))? (?<what>VTD\d{4}( [-+\d]+)?)$")]
    private static partial Regex Marker();
}
