namespace Vtd.Spec.Tools.Reference;

/// <summary>The documentation of one rule.</summary>
/// <param name="Id">ID of the rule.</param>
/// <param name="Title">Title of the rule.</param>
/// <param name="Text">The whole page, in Markdown.</param>
public sealed record DiagnosticPage(string Id, string Title, string Text);
