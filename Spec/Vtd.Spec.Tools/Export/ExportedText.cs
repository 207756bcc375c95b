using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export;

/// <summary>Specs in another format.</summary>
/// <param name="Text">Text of the file.</param>
/// <param name="Losses">Facts that the format cannot express; each is a comment at its place as well.</param>
public sealed record ExportedText(string Text, IReadOnlyList<Loss> Losses);
