using System.Globalization;
using Vtd.Spec.Language;
using Vtd.Spec.LanguageServer.Names;
using Vtd.Spec.LanguageServer.Protocol;
using Vtd.Spec.LanguageServer.Text;
using Vtd.Spec.LanguageServer.Workspace;

namespace Vtd.Spec.LanguageServer.Features;

/// <summary>The values that can be written behind a key, or as an item of a list.</summary>
/// <param name="file">The document.</param>
/// <param name="names">The names in the document.</param>
/// <param name="all">The names of all files.</param>
/// <param name="offset">The place of the cursor.</param>
internal sealed class ValueCompletion(SourceFile file, NamesInFile names, SymbolIndex all, int offset)
{
    /// <summary>The possible values.</summary>
    /// <param name="node">The key, or the key of the list.</param>
    /// <param name="forms">The forms that the value can have.</param>
    /// <param name="word">The characters to replace.</param>
    public IEnumerable<CompletionItem> Of(OutlineNode node, IEnumerable<Shape> forms, Stretch word) =>
        forms.SelectMany(form => Of(node, form, word)).DistinctBy(static item => item.Label);

    private IEnumerable<CompletionItem> Of(OutlineNode node, Shape form, Stretch word) => form switch
    {
        WordShape words => words.Words.Select((item, at) => Item(item.Text, CompletionKind.Keyword, word) with
        {
            Documentation = new MarkdownText().Prose(item.Description).Content,
            Detail = item.Description,
            SortText = $"{at:D3}",
        }),
        NumberShape number => number.Choices.Select((choice, at) =>
            Item(choice.ToString(CultureInfo.InvariantCulture), CompletionKind.Value, word) with { SortText = $"{at:D3}" }),
        NameShape { Kind: NameKind.Spec } => all.Specs.Select(spec => Item(spec, CompletionKind.Class, word)),
        NameShape name => Named(node, name.Kind).Select(symbol => Item(symbol, word, "")),
        BitsShape => Free(node, word),
        ListShape when word.Length == 0 && Grammar.IsListOfBits(form) => AllFree(node, word),
        ExpressionShape => InExpression(node, word),
        _ => [],
    };

    private IEnumerable<Symbol> Named(OutlineNode node, NameKind kind) => kind switch
    {
        NameKind.None => [],
        NameKind.Field => names.OwnerOf(node) is { } owner ? all.MembersOf(owner) : [],
        NameKind.Code => names.EnumAround(node)?.Members ?? [],
        _ => all.All(names.Spec, kind),
    };

    private IEnumerable<CompletionItem> Free(OutlineNode node, Stretch word)
    {
        var isQuoted = word.Start > 0 && file.Text.Text[word.Start - 1] is '"' or '\'';
        return FreeBits(node).Select((bits, at) => Item(isQuoted ? bits.ToString() : BitsText.Of(bits), CompletionKind.Value, word) with { Detail = "free", SortText = $"{at:D4}" });
    }

    /// <summary>One list of all bits that belong to nothing yet.</summary>
    private IEnumerable<CompletionItem> AllFree(OutlineNode node, Stretch word) =>
        FreeBits(node) is { Count: > 0 } free ? [Item($"[{string.Join(", ", free.Select(BitsText.Of))}]", CompletionKind.Value, word) with { Detail = "all free bits" }] : [];

    private IReadOnlyList<Model.BitRange> FreeBits(OutlineNode node) => names.OwnerOf(node) is { } owner ? DeclaredBits.FreeIn(owner, all) : [];

    private IEnumerable<CompletionItem> InExpression(OutlineNode node, Stretch value)
    {
        var text = file.Text.Text;
        var start = offset;
        while (start > value.Start && IsNamePart(text[start - 1]))
            start--;
        var end = offset;
        while (end < value.End && IsNamePart(text[end]) && text[end] != '.')
            end++;
        var before = text[start..offset];
        var dot = before.LastIndexOf('.');
        var word = new Stretch(start + dot + 1, end);
        if (dot >= 0)
            return Behind(before[..dot]).Select(symbol => Item(symbol, word, ""));
        return
        [
            .. Codes(node, text[value.Start..start]).Select(symbol => Item(symbol, word, "0")),
            .. (names.OwnerOf(node)?.Members ?? []).Where(static symbol => symbol.Kind == NameKind.Field).Select(symbol => Item(symbol, word, "1")),
            .. all.All(names.Spec, NameKind.Register).Select(symbol => Item(symbol, word, IsGiven(symbol) ? "2" : "3")),
            .. ExpressionWords.Words.Select(item => Item(item, CompletionKind.Keyword, word) with { SortText = "4" + item }),
        ];
    }

    /// <summary>The names behind a dot: fields of a register, or registers of a spec.</summary>
    private IEnumerable<Symbol> Behind(string name) => all.Find(names.Spec, NameKind.Register, name)?.Members
        ?? (all.Specs.Contains(name) ? all.All(name, NameKind.Register).Where(symbol => symbol.Spec == name) : []);

    /// <summary>The codes of the field that the text before ends in a comparison with.</summary>
    private IEnumerable<Symbol> Codes(OutlineNode node, string before)
    {
        var left = before.TrimEnd();
        var compared = left.TrimEnd('=', '!', '<', '>');
        if (compared.Length == left.Length || ExpressionWords.In(compared).LastOrDefault() is not { } parts || parts[^1].End != compared.TrimEnd().Length)
            return [];
        var register = parts.Count > 1 ? compared[parts[0].Start..parts[^2].End] : null;
        return names.FieldNamed(node, register, compared[parts[^1].Start..parts[^1].End]) is { } field ? names.EnumOf(field)?.Members ?? [] : [];
    }

    private static bool IsGiven(Symbol register) => register.Item is Declarations.RegisterDeclaration { Reset.Source: Model.ResetSource.Given };

    private static bool IsNamePart(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '.';

    private CompletionItem Item(string text, CompletionKind kind, Stretch word) => new(text, kind, new TextEdit(file.Lines.RangeOf(word), text));

    /// <summary>A thing by name. Registers are many, so their fields are left to the hover.</summary>
    private CompletionItem Item(Symbol symbol, Stretch word, string order) => Item(symbol.Name, SymbolKinds.Of(symbol.Kind), word) with
    {
        Detail = SymbolText.Brief(symbol),
        Documentation = symbol.Kind == NameKind.Register ? new MarkdownText().Prose((symbol.Item as Declarations.TitledDeclaration)?.About).Content : new SymbolText(all).Of(symbol),
        SortText = order + symbol.Name,
    };
}
