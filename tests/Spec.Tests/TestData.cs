using System.Reflection;
using System.Text.RegularExpressions;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Reading;

namespace Vtd.Spec.Tests;

/// <summary>Files that tests read, and reading them.</summary>
internal static partial class TestData
{
    public static string WrongInputs { get; } = Folder("WrongInputs");

    public static string Facts { get; } = Folder("Facts");

    public static string ShippedSpec { get; } = Folder("ShippedSpec");

    /// <summary>Reads and links text as one file.</summary>
    public static (LinkedSpec Units, IReadOnlyList<Finding> Findings) Link(string text) => Link([("test.vtd.yaml", text)]);

    /// <summary>Reads and links files of one spec.</summary>
    public static (LinkedSpec Units, IReadOnlyList<Finding> Findings) Link(params (string Path, string Text)[] files)
    {
        var compilation = Compile(files);
        return (compilation.Specs.Count > 0 ? compilation.Specs[0] : LinkedSpecs.Merge("", []), compilation.Findings);
    }

    /// <summary>What the lint rules say about files of one spec.</summary>
    public static IReadOnlyList<Finding> Lint(params (string Path, string Text)[] files) => Compile(files).Lint();

    public static SpecCompilation Compile(params IEnumerable<(string Path, string Text)> files) => SpecCompiler.Compile(files.Select(Read));

    /// <summary>Reads a file; comments such as <c># VtdNamespace="My"</c> and <c># VtdVisibility="public"</c> stand for the choices of a project.</summary>
    private static ReadResult Read((string Path, string Text) file)
    {
        var read = SpecCompiler.Read(file.Path, file.Text);
        var choices = Choice().Matches(file.Text).ToDictionary(choice => choice.Groups["name"].Value, choice => choice.Groups["value"].Value);
        return choices.Count == 0 ? read
            : new ProjectChoice(new(choices.GetValueOrDefault("Namespace"), null, null), choices.GetValueOrDefault("Visibility") == "public").Place(read);
    }

    [GeneratedRegex("^# Vtd(?<name>Namespace|Visibility)=\"(?<value>[^\"]*)\"$", RegexOptions.Multiline)]
    private static partial Regex Choice();

    /// <summary>Links text that must be free of findings.</summary>
    public static LinkedSpec LinkGood(string text)
    {
        var (units, findings) = Link(text);
        Assert.Empty(findings.Select(Describe));
        return units;
    }

    public static string Describe(Finding finding) =>
        $"{Path.GetFileName(finding.Path)}({finding.Span.Line},{finding.Span.Column}) {finding.Rule.Id}: {finding.Message}";

    public static (string Path, string Text)[] ShippedFiles() =>
        [.. Directory.GetFiles(ShippedSpec, "*.vtd.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => (path, File.ReadAllText(path)))];

    private static string Folder(string key) =>
        typeof(TestData).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}
