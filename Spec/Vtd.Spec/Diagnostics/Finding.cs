using Vtd.Spec.Source;

namespace Vtd.Spec.Diagnostics;

/// <summary>A message to the author of a spec, at an exact place.</summary>
/// <param name="Rule">The rule that was broken; its ID, title and severity.</param>
/// <param name="Path">The file.</param>
/// <param name="Span">Where in the file.</param>
/// <param name="Message">The fault and the way out, in one sentence or two.</param>
public sealed record Finding(Rule Rule, string Path, SourceSpan Span, string Message);

/// <summary>One kind of mistake. Each has one ID for good; an ID is never used again for something else.</summary>
/// <param name="Id">For instance <c>VTD0102</c>.</param>
/// <param name="Title">The mistake in a few words, without names from a file.</param>
/// <param name="Severity">Errors keep the unit that holds them from being generated.</param>
public sealed record Rule(string Id, string Title, Severity Severity = Severity.Error);

/// <summary>Severity of a finding.</summary>
public enum Severity
{
    /// <summary>An error: the declaration that holds it is not generated.</summary>
    Error,

    /// <summary>A warning: everything is generated.</summary>
    Warning,
}
