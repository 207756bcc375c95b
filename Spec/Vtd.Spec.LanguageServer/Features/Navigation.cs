using Vtd.Spec.LanguageServer.Protocol;
using Vtd.Spec.LanguageServer.Text;
using Vtd.Spec.LanguageServer.Workspace;

namespace Vtd.Spec.LanguageServer.Features;

/// <summary>Where a thing is declared, and where it is named.</summary>
public static class Navigation
{
    /// <summary>The declaration of the thing at a place; null if there is no name there.</summary>
    public static (string Path, TextRange Range)? Definition(SpecSnapshot snapshot, string path, int offset) =>
        snapshot.NamesIn(path).At(offset)?.Symbol.Span is { Path: { } file } span ? (file, Findings.RangeOf(span)) : null;

    /// <summary>The names of the thing at a place, by file and in the order of the text.</summary>
    public static IEnumerable<(string Path, Stretch Place)> References(SpecSnapshot snapshot, string path, int offset, bool withDeclaration)
    {
        if (snapshot.NamesIn(path).At(offset)?.Symbol is not { } symbol)
            return [];
        return snapshot.Files.Keys.SelectMany(file => snapshot.NamesIn(file).All
            .Where(name => name.Symbol.IsSameAs(symbol) && (withDeclaration || file != symbol.Span.Path || name.Place.Start != symbol.Span.Start))
            .Select(name => (file, name.Place)));
    }
}
