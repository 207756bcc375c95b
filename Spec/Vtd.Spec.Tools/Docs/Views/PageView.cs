using Vtd.Spec.Tools.Docs.Markup;

namespace Vtd.Spec.Tools.Docs.Views;

/// <summary>The frame around the content of every page.</summary>
/// <param name="Current">The file of the page itself.</param>
/// <param name="ContentTitle">Of the window.</param>
/// <param name="Siblings">The pages of the same kind, in order.</param>
internal sealed record PageView(
    string Spec,
    string Current,
    string ContentTitle,
    IReadOnlyList<Section> Sections,
    string? SiblingsTitle,
    IReadOnlyList<Subject> Siblings,
    Subject? Previous,
    Subject? Next,
    bool HasDecoder,
    bool HasParent,
    Html Content);

/// <summary>A part of the first page.</summary>
internal sealed record Section(string Id, string Title);
