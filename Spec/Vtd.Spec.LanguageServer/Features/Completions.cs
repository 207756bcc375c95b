using Vtd.Spec.Language;
using Vtd.Spec.LanguageServer.Names;
using Vtd.Spec.LanguageServer.Protocol;
using Vtd.Spec.LanguageServer.Text;
using Vtd.Spec.LanguageServer.Workspace;

namespace Vtd.Spec.LanguageServer.Features;

/// <summary>The texts that can be written at a cursor.</summary>
public static class Completions
{
    /// <summary>The possible texts.</summary>
    /// <param name="snapshot">The texts.</param>
    /// <param name="path">The document.</param>
    /// <param name="offset">The place of the cursor.</param>
    /// <param name="hasSnippets">Whether a text may have places for the author to fill in.</param>
    public static CompletionList At(SpecSnapshot snapshot, string path, int offset, bool hasSnippets)
    {
        var file = snapshot.Files[path];
        var place = file.Outline.At(offset);
        var names = snapshot.NamesIn(path);
        var keys = new KeyCompletion(file, names, snapshot.Names, hasSnippets);
        var values = new ValueCompletion(file, names, snapshot.Names, offset);
        return new CompletionList(IsIncomplete: false, place.Part switch
        {
            CursorPart.Key => [.. keys.In(place.Node.Parent!, place.Node, place.Word)],
            CursorPart.NewKey => [.. keys.In(place.Node, null, place.Word)],
            CursorPart.Value => [.. values.Of(place.Node, FormsAt(place), place.Word)],
            CursorPart.NewItem => [.. values.Of(place.Node, Grammar.ItemFormsOf(place.Node), place.Word)],
            _ => [],
        });
    }

    /// <summary>The forms of a value; behind a value and a blank only an expression can go on.</summary>
    private static IEnumerable<Shape> FormsAt(CursorPlace place) =>
        Grammar.FormsOf(place.Node).Where(form => place.Node.Value is not { } value || place.Word.End == value.End || form is ExpressionShape);
}
