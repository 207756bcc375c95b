using System.Text.Json;
using System.Text.Json.Serialization;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Tools.Reference;

namespace Vtd.Spec.Tools.Check.Sarif;

/// <summary>Writes findings as SARIF 2.1.0, which code hosts and editors read.</summary>
public static class SarifJson
{
    private const string Root = "SRCROOT";

    private static readonly JsonSerializerOptions s_options = new(ReadableJson.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes findings as SARIF.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="root">The folder that URIs are relative to.</param>
    public static string Write(IReadOnlyList<Finding> findings, string root)
    {
        var numbers = Rules.All.Select((rule, number) => (rule.Id, number)).ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
        var version = typeof(SarifJson).Assembly.GetName().Version!.ToString(3);
        var driver = new Driver("vtd", version, [.. Rules.All.Select(RuleOf)]);
        var roots = new Dictionary<string, Artifact> { [Root] = new(null, null, new Message("The folder that vtd was started in.")) };
        var run = new Run(new AnalysisTool(driver), "utf16CodeUnits", roots, [.. findings.Select(finding => ResultOf(finding, numbers[finding.Rule.Id], root))]);
        return JsonSerializer.Serialize(new SarifLog("https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", [run]), s_options);
    }

    private static ReportingDescriptor RuleOf(Rule rule) =>
        new(rule.Id, new Message($"{rule.Title}."), HelpOf(rule), new Configuration(LevelOf(rule)));

    /// <summary>The rule's page; it is written to be read as plain text, too.</summary>
    private static Help HelpOf(Rule rule)
    {
        var page = DiagnosticPages.Find(rule.Id)!;
        return new Help(page.Text, page.Text);
    }

    private static Result ResultOf(Finding finding, int number, string root)
    {
        var span = finding.Span;
        var region = new Region(span.Line, span.Column, span.EndLine, span.EndColumn, span.Start, span.Length);
        return new Result(
            finding.Rule.Id, number, LevelOf(finding.Rule), new Message(finding.Message),
            [new Location(new PhysicalLocation(ArtifactOf(finding.Path, root), region))]);
    }

    /// <summary>Below the root relative to it, so that a log means the same on another machine.</summary>
    private static Artifact ArtifactOf(string path, string root)
    {
        var relative = Path.GetRelativePath(root, Path.GetFullPath(path, root));
        var segments = relative.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return Path.IsPathRooted(relative) || segments[0] == ".."
            ? new Artifact(new Uri(Path.GetFullPath(path, root)).AbsoluteUri, null, null)
            : new Artifact(string.Join('/', segments.Select(Uri.EscapeDataString)), Root, null);
    }

    private static string LevelOf(Rule rule) => rule.Severity == Severity.Error ? "error" : "warning";
}
