using Vtd.Spec.Diagnostics;
using Vtd.Tool.Specs;

namespace Vtd.Tool.Check;

/// <summary>What is to be told about spec files.</summary>
/// <param name="Texts">The files.</param>
/// <param name="Findings">In order of file and place, each with the severity that counts here.</param>
internal sealed record CheckResult(IReadOnlyList<SpecText> Texts, IReadOnlyList<Finding> Findings)
{
    public int Errors => Findings.Count(finding => finding.Rule.Severity == Severity.Error);

    public int Warnings => Findings.Count - Errors;

    public static CheckResult Of(IReadOnlyList<SpecText> texts, CheckOptions options)
    {
        var loaded = LoadedSpecs.Load(texts);
        var lint = options.NoLint ? [] : loaded.Compilation.Lint();
        var findings = loaded.Findings
            .Concat(lint)
            .Where(finding => !options.Ignored.Contains(finding.Rule.Id))
            .Select(finding => options.WarningsAsErrors ? finding with { Rule = finding.Rule with { Severity = Severity.Error } } : finding)
            .OrderBy(finding => finding.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Span.Start)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal);
        return new CheckResult(texts, [.. findings]);
    }
}

/// <summary>What the command line chose.</summary>
/// <param name="NoLint">Only what the build says.</param>
/// <param name="WarningsAsErrors">Warnings count as errors.</param>
/// <param name="Ignored">IDs of warnings that are not wanted.</param>
internal sealed record CheckOptions(bool NoLint, bool WarningsAsErrors, IReadOnlyCollection<string> Ignored);
