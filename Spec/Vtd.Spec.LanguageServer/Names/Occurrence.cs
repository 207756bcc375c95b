using Vtd.Spec.LanguageServer.Text;

namespace Vtd.Spec.LanguageServer.Names;

/// <summary>A name in a text, and the thing that it means.</summary>
/// <param name="Place">The characters.</param>
/// <param name="Symbol">The thing.</param>
public sealed record Occurrence(Stretch Place, Symbol Symbol);
