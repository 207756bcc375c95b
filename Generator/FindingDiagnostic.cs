using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Vtd.Codegen.Inputs;
using Vtd.Spec.Diagnostics;

namespace Vtd.Codegen;

/// <summary>A finding as the compiler reports it.</summary>
internal static class FindingDiagnostic
{
    // Nothing that a project sets hides an error: what is generated of a wrong spec cannot be right.
    private static readonly string[] s_tagsOfErrors = [WellKnownDiagnosticTags.NotConfigurable];

    /// <param name="finding">The finding to report.</param>
    /// <param name="pages">Where its documentation is, if the consumer's build tells.</param>
    public static Diagnostic From(Finding finding, DiagnosticPages pages)
    {
        var rule = finding.Rule;
        var (severity, tags) = rule.Severity == Severity.Error ? (DiagnosticSeverity.Error, s_tagsOfErrors) : (DiagnosticSeverity.Warning, []);
        var descriptor = new DiagnosticDescriptor(
            rule.Id, rule.Title, "{0}", "Vtd.Spec", severity, isEnabledByDefault: true, helpLinkUri: pages.LinkTo(rule), customTags: tags);
        return Diagnostic.Create(descriptor, LocationOf(finding), finding.Message);
    }

    private static Location LocationOf(Finding finding)
    {
        var span = finding.Span;
        return Location.Create(
            finding.Path,
            new TextSpan(span.Start, span.Length),
            new LinePositionSpan(
                new LinePosition(span.Line - 1, span.Column - 1),
                new LinePosition(span.EndLine - 1, span.EndColumn - 1)));
    }
}
