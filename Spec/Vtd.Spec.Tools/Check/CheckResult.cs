using Vtd.Spec.Diagnostics;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Check;

/// <summary>The findings in spec files.</summary>
/// <param name="Texts">The files.</param>
/// <param name="Findings">In order of file and place, each with the severity that counts here.</param>
public sealed record CheckResult(IReadOnlyList<SpecText> Texts, IReadOnlyList<Finding> Findings)
{
    /// <summary>Number of errors.</summary>
    public int Errors => Findings.Count(finding => finding.Rule.Severity == Severity.Error);

    /// <summary>Number of warnings.</summary>
    public int Warnings => Findings.Count - Errors;

    /// <summary>Checks spec files.</summary>
    public static CheckResult Of(IReadOnlyList<SpecText> texts, CheckOptions options) => Of(LoadedSpecs.Load(texts), options);

    /// <summary>Checks spec files that are compiled already.</summary>
    public static CheckResult Of(LoadedSpecs loaded, CheckOptions options)
    {
        var lint = options.NoLint ? [] : loaded.Compilation.Lint();
        var findings = loaded.Findings
            .Concat(lint)
            .Where(finding => !options.Ignored.Contains(finding.Rule.Id))
            .Select(finding => options.WarningsAsErrors ? finding with { Rule = finding.Rule with { Severity = Severity.Error } } : finding)
            .OrderBy(finding => finding.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Span.Start)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal);
        return new CheckResult(loaded.Texts, [.. findings]);
    }
}

/// <summary>Options of a check.</summary>
/// <param name="NoLint">Whether lint rules are left out.</param>
/// <param name="WarningsAsErrors">Whether warnings count as errors.</param>
/// <param name="Ignored">IDs of rules whose warnings are left out.</param>
public sealed record CheckOptions(bool NoLint, bool WarningsAsErrors, IReadOnlyCollection<string> Ignored)
{
    /// <summary>All findings, each with the severity of its rule.</summary>
    public static CheckOptions Default { get; } = new(NoLint: false, WarningsAsErrors: false, []);
}
