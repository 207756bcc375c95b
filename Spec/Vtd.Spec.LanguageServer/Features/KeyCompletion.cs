using Vtd.Spec.Language;
using Vtd.Spec.Language.Keys;
using Vtd.Spec.LanguageServer.Names;
using Vtd.Spec.LanguageServer.Protocol;
using Vtd.Spec.LanguageServer.Text;
using Vtd.Spec.LanguageServer.Workspace;
using Vtd.Spec.Model;

namespace Vtd.Spec.LanguageServer.Features;

/// <summary>The keys that can be written in a mapping.</summary>
/// <param name="file">The document.</param>
/// <param name="names">The names in the document.</param>
/// <param name="all">The names of all files.</param>
/// <param name="hasSnippets">Whether a text may have places for the author to fill in.</param>
internal sealed class KeyCompletion(SourceFile file, NamesInFile names, SymbolIndex all, bool hasSnippets)
{
    private const int Snippet = 2;
    private const string Overlay = "overlay";

    /// <summary>The possible keys.</summary>
    /// <param name="container">The key whose mapping it is.</param>
    /// <param name="current">The key at the cursor; null for a new one.</param>
    /// <param name="word">The characters to replace.</param>
    public IEnumerable<CompletionItem> In(OutlineNode container, OutlineNode? current, Stretch word)
    {
        var there = container.Children.Where(child => child != current).Select(static child => child.Key).ToHashSet(StringComparer.Ordinal);
        var range = file.Lines.RangeOf(word);
        var end = current is { IsComplete: true } ? "" : ": ";
        if (Grammar.TableOf(container) is { } table)
            return KeysOf(table, container).Where(key => !there.Contains(key.Name)).Select((key, at) => Of(key, table, at, new TextEdit(range, key.Name + end)));
        if (Grammar.MapOf(container) is { } map)
        {
            var declared = Declared(container, map.Name.Kind).Where(symbol => !there.Contains(symbol.Name));
            return [.. declared.Select(symbol => Of(symbol, new TextEdit(range, symbol.Name + end))), .. FreeFields(container, current, map.Name.Kind, range)];
        }

        return [];
    }

    private IEnumerable<Key> KeysOf(KeyTable table, OutlineNode container) =>
        container.Parent is null && IsOverlay ? table.Keys.Where(static key => !KeyTables.NotInOverlay.Contains(key.Name)) : table.Keys;

    private bool IsOverlay => file.Outline.Root[Overlay] is not null;

    /// <summary>Things that are declared elsewhere and can be changed here: by an overlay, or by a declaration that is like a template.</summary>
    private IEnumerable<Symbol> Declared(OutlineNode container, NameKind kind) => kind switch
    {
        NameKind.Field or NameKind.Code => names.OwnerOf(container) is { } owner ? all.MembersOf(owner) : [],
        _ => IsOverlay ? all.All(names.Spec, kind) : [],
    };

    /// <summary>Fields for the bits that belong to nothing yet.</summary>
    private IEnumerable<CompletionItem> FreeFields(OutlineNode container, OutlineNode? current, NameKind kind, TextRange range)
    {
        if (kind != NameKind.Field || current is { IsComplete: true } || names.OwnerOf(container) is not { } owner)
            return [];
        return DeclaredBits.FreeIn(owner, all).Select((bits, at) => new CompletionItem($"field for bits {bits}", CompletionKind.Snippet, new TextEdit(range, Field(BitsText.Of(bits))))
        {
            Detail = bits.Width == 1 ? "a free bit" : $"{bits.Width} free bits",
            SortText = $"~{at:D4}",
            InsertTextFormat = hasSnippets ? Snippet : null,
        });
    }

    private string Field(string bits) => hasSnippets ? $"${{1:NAME}}: {{ bits: {bits}, meaning: ${{2:meaning}} \\}}" : $"NAME: {{ bits: {bits} }}";

    private static CompletionItem Of(Key key, KeyTable table, int at, TextEdit edit) => new(key.Name, CompletionKind.Property, edit)
    {
        Detail = key.Shape.Expected,
        Documentation = KeyText.Of(key, table),
        SortText = $"{(key.IsRequired ? 0 : 1)}{at:D2}",
    };

    private CompletionItem Of(Symbol symbol, TextEdit edit) => new(symbol.Name, SymbolKinds.Of(symbol.Kind), edit)
    {
        Detail = SymbolText.Brief(symbol),
        Documentation = new SymbolText(all).Of(symbol),
    };
}

/// <summary>Bits as a file writes them.</summary>
internal static class BitsText
{
    /// <summary>One bit as a number, several in quotes, as other YAML readers take <c>31:12</c> for a number.</summary>
    public static string Of(BitRange bits) => bits.Width == 1 ? bits.ToString() : $"\"{bits}\"";
}

/// <summary>The symbols that clients show for kinds of things.</summary>
internal static class SymbolKinds
{
    /// <summary>The symbol of a kind.</summary>
    public static CompletionKind Of(NameKind kind) => kind switch
    {
        NameKind.Field => CompletionKind.Field,
        NameKind.Code => CompletionKind.EnumMember,
        NameKind.Enum => CompletionKind.Enum,
        NameKind.Register or NameKind.Group or NameKind.Block or NameKind.Queue => CompletionKind.Variable,
        _ => CompletionKind.Class,
    };
}
