using Vtd.Spec.Model;

namespace Vtd.Tool.Docs.Views;

/// <summary>The page of an enum or a code table.</summary>
internal sealed record EnumPageView(
    Subject Subject, string Kind, int Width, Html? About, Html? Note, bool HasMnemonics, bool HasTraits, IReadOnlyList<CodeView> Codes, IReadOnlyList<Html> Users)
{
    public static EnumPageView Of(LinkedEnum it, SpecPages pages) => new(
        pages.Map[SubjectKind.Enum, it.Name],
        it.IsFlags ? "Flags" : "Enum",
        it.Width,
        pages.Prose.Of(it.About),
        pages.Prose.Of(it.Note),
        it.Codes.Any(code => code.Mnemonic is not null),
        it.Traits.Count > 0,
        [.. it.Codes.Select(code => CodeView.Of(code, it, pages))],
        [.. pages.References.OfEnum(it.Name).Select(use => use.Link)]);
}
