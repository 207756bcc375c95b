using Vtd.Spec.Language;
using Vtd.Spec.LanguageServer.Names;
using Vtd.Spec.LanguageServer.Protocol;
using Vtd.Spec.LanguageServer.Text;
using Vtd.Spec.LanguageServer.Workspace;

namespace Vtd.Spec.LanguageServer.Features;

/// <summary>The meaning of what a cursor is at.</summary>
public static class Hovers
{
    /// <summary>The meaning; null if there is none.</summary>
    public static Hover? At(SpecSnapshot snapshot, string path, int offset)
    {
        var file = snapshot.Files[path];
        var names = snapshot.NamesIn(path);
        var symbols = new SymbolText(snapshot.Names);
        if (names.At(offset) is { } name)
            return new Hover(symbols.Of(name.Symbol), file.Lines.RangeOf(name.Place));
        var place = file.Outline.At(offset);
        var content = place.Part switch
        {
            CursorPart.Key when Grammar.KeyOf(place.Node) is { } key =>
                KeyText.Of(key, Grammar.TableOf(place.Node.Parent!)!, FreeBits(key, place.Node, names, symbols)),
            CursorPart.Value => WordAt(place.Node, file.Outline.TextOf(place.Word)),
            _ => null,
        };
        return content is null ? null : new Hover(content, file.Lines.RangeOf(place.Word));
    }

    /// <summary>The free bits of the declaration that has a list of fields or of reserved bits.</summary>
    private static string? FreeBits(Key key, OutlineNode node, NamesInFile names, SymbolText symbols)
    {
        var isOfBits = key.Shape is MapShape { Name.Kind: NameKind.Field } || Grammar.IsListOfBits(key.Shape) || key.Shape is BitsShape;
        return isOfBits && names.OwnerOf(node) is { } owner ? symbols.FreeIn(owner) ?? "All bits are taken." : null;
    }

    private static MarkupContent? WordAt(OutlineNode node, string text) =>
        Grammar.FormsOf(node).OfType<WordShape>().SelectMany(static form => form.Words).FirstOrDefault(word => word.Text == text) is { } word
            ? new MarkdownText().List([(word.Text, word.Description)]).Content : null;
}
