using Vtd.Spec.Diagnostics;
using Vtd.Spec.LanguageServer.Protocol;
using Vtd.Spec.LanguageServer.Workspace;
using Vtd.Spec.Source;

namespace Vtd.Spec.LanguageServer.Features;

/// <summary>The findings of <c>vtd check</c> as the protocol has them.</summary>
public static class Findings
{
    private const string Source = "vtd";

    /// <summary>The findings of each file that has some.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Diagnostic>> Of(SpecSnapshot snapshot) =>
        snapshot.Checked.Findings.GroupBy(static finding => finding.Path, StringComparer.Ordinal)
            .ToDictionary(static file => file.Key, static file => (IReadOnlyList<Diagnostic>)[.. file.Select(Of)], StringComparer.Ordinal);

    /// <summary>The range of a span. The protocol counts lines and characters from 0.</summary>
    public static TextRange RangeOf(SourceSpan span) => new(new Position(span.Line - 1, span.Column - 1), new Position(span.EndLine - 1, span.EndColumn - 1));

    private static Diagnostic Of(Finding finding) => new(
        RangeOf(finding.Span), finding.Rule.Severity == Severity.Error ? Diagnostic.Error : Diagnostic.Warning, finding.Rule.Id, Source, finding.Message);
}
