using Vtd.Spec.Model;
using Vtd.Spec.Tools.Docs.Markup;

namespace Vtd.Spec.Tools.Docs.Views;

/// <summary>The page of an enum or a code table.</summary>
internal sealed record EnumPageView(
    Subject Subject, string Kind, int Width, bool IsOpen, Html? About, Html? Note, bool HasMnemonics, bool HasTraits, IReadOnlyList<CodeView> Codes, IReadOnlyList<Html> Users)
{
    public static EnumPageView Of(LinkedEnum it, DocContext context) => new(
        context.Map[SubjectKind.Enum, it.Name],
        it.IsFlags ? "Flags" : "Enum",
        it.Width,
        it.IsOpen,
        context.Prose.Of(it.About),
        context.Prose.Of(it.Note),
        it.Codes.Any(code => code.Mnemonic is not null),
        it.Traits.Count > 0,
        [.. it.Codes.Select(code => CodeView.Of(code, it, context))],
        [.. context.References.OfEnum(it.Name).Select(use => use.Link)]);
}
