using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Tools.Check;

/// <summary>Findings as one JSON object. The names are documented and stay as they are.</summary>
public static class CheckJson
{
    public static string Write(CheckResult result) =>
        ReadableJson.Write(new CheckedFiles(result.Texts.Count, result.Errors, result.Warnings, [.. result.Findings.Select(ReportedFinding.Of)]));
}

/// <summary>The whole output.</summary>
public sealed record CheckedFiles(int Files, int Errors, int Warnings, IReadOnlyList<ReportedFinding> Findings);

/// <summary>One finding. Lines and columns count from 1, the end is the place after the last character; start counts from 0.</summary>
public sealed record ReportedFinding(
    string Id, string Severity, string Title, string Message, string Path, int Line, int Column, int EndLine, int EndColumn, int Start, int Length)
{
    public static ReportedFinding Of(Finding finding)
    {
        var (rule, span) = (finding.Rule, finding.Span);
        return new ReportedFinding(
            rule.Id, rule.Severity == Spec.Diagnostics.Severity.Error ? "error" : "warning", rule.Title, finding.Message, finding.Path,
            span.Line, span.Column, span.EndLine, span.EndColumn, span.Start, span.Length);
    }
}
