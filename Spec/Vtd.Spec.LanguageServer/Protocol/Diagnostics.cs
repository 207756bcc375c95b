namespace Vtd.Spec.LanguageServer.Protocol;

/// <summary>All findings in a document, which replace those sent before.</summary>
public sealed record PublishDiagnosticsParams(string Uri, int? Version, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>A finding.</summary>
/// <param name="Severity">1 for an error, 2 for a warning.</param>
/// <param name="Code">ID of the rule.</param>
/// <param name="Source">The name of the tool.</param>
public sealed record Diagnostic(TextRange Range, int Severity, string Code, string Source, string Message)
{
    /// <summary>The severity of an error.</summary>
    public const int Error = 1;

    /// <summary>The severity of a warning.</summary>
    public const int Warning = 2;
}
