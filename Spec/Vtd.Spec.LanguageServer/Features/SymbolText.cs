using System.Globalization;
using Vtd.Spec.Declarations;
using Vtd.Spec.Language;
using Vtd.Spec.LanguageServer.Names;
using Vtd.Spec.LanguageServer.Protocol;
using Vtd.Spec.Model;

namespace Vtd.Spec.LanguageServer.Features;

/// <summary>The meaning of a named thing, for hovers and completions.</summary>
/// <param name="names">The names of all files.</param>
internal sealed class SymbolText(SymbolIndex names)
{
    /// <summary>More rows than anyone reads.</summary>
    private const int MostRows = 80;

    /// <summary>A few words: the place or value, and the title.</summary>
    public static string Brief(Symbol symbol) => Joined(", ", PlaceOf(symbol), (symbol.Item as TitledDeclaration)?.Title, MeaningOf(symbol.Item));

    /// <summary>The whole meaning.</summary>
    public MarkupContent Of(Symbol symbol)
    {
        var text = new MarkdownText();
        text.Heading(symbol.Owner is { } owner ? $"{owner.Name}.{symbol.Name}" : symbol.Name, Joined(", ", PlaceOf(symbol), TitleOf(symbol.Item)));
        text.Prose(MeaningOf(symbol.Item));
        text.Prose((symbol.Item as TitledDeclaration)?.About);
        text.Prose(ConditionOf(symbol.Item));
        text.Prose(symbol.Item.Note);
        switch (symbol.Item)
        {
            case FieldDeclaration field:
                AddField(text, symbol, field);
                break;
            case EnumDeclaration item:
                AddCodes(text, item);
                break;
            default:
                text.Table([.. Limited(RowsOf(symbol))]);
                text.Prose(FreeIn(symbol));
                break;
        }

        return text.Content;
    }

    /// <summary>The bits that belong to nothing yet, in words; null if there are none.</summary>
    public string? FreeIn(Symbol symbol) =>
        DeclaredBits.FreeIn(symbol, names) is { Count: > 0 } free ? $"Free bits: {string.Join(", ", free.Take(MostRows))}." : null;

    private void AddField(MarkdownText text, Symbol symbol, FieldDeclaration field)
    {
        if (AccessOf(symbol, field) is { } access)
            text.List([(access.Name, access.Summary)]);
        if (field.Enum is { } name && names.Find(symbol.Spec, NameKind.Enum, name.Value) is { Item: EnumDeclaration item })
            AddCodes(text, item);
    }

    private static void AddCodes(MarkdownText text, EnumDeclaration item) =>
        text.Table([.. Limited(item.Codes.Select(static code => (IReadOnlyList<string>)[NumberOf(code), code.Name.Value, code.Meaning ?? ""]))]);

    private IEnumerable<IReadOnlyList<string>> RowsOf(Symbol symbol)
    {
        var fields = DeclaredFields.FieldsOf(symbol.Item).Select(field => (field.Bits, Row: (IReadOnlyList<string>)
            [BitsOf(field.Bits), field.Name.Value, AccessOf(symbol, field)?.Name ?? "", Joined("; ", MeaningOf(field), ConditionOf(field))]));
        var reserved = DeclaredFields.ReservedOf(symbol.Item).Select(static item => (Bits: (BitsDeclaration?)item.Bits, Row: (IReadOnlyList<string>)
            [BitsOf(item.Bits), "", item.Access.Name, item.Meaning ?? ""]));
        return fields.Concat(reserved).OrderByDescending(static item => HighestOf(item.Bits)).Select(static item => item.Row);
    }

    private static int HighestOf(BitsDeclaration? bits) => bits?.Ranges.Select(static range => range.Value.Msb).DefaultIfEmpty(-1).Max() ?? -1;

    private static IEnumerable<IReadOnlyList<string>> Limited(IEnumerable<IReadOnlyList<string>> rows)
    {
        var left = MostRows;
        foreach (var row in rows)
        {
            yield return left > 0 ? row : [.. row.Select(static _ => "…")];
            if (left-- == 0)
                yield break;
        }
    }

    /// <summary>The access of a field: its own, otherwise that of the register. Fields of descriptors and entries have none.</summary>
    private static Access? AccessOf(Symbol owner, FieldDeclaration field) =>
        (owner.Owner ?? owner).Item is RegisterDeclaration register ? field.Access?.Value ?? register.Access?.Value : null;

    private static string? PlaceOf(Symbol symbol) => symbol.Item switch
    {
        FieldDeclaration field => field.Bits is { Width: 1 } one ? $"bit {BitsOf(one)}" : $"bits {BitsOf(field.Bits)}",
        CodeDeclaration code => NumberOf(code),
        RegisterDeclaration register when symbol.Kind == NameKind.Register =>
            $"register of {register.Width?.Value} bits at {(register.StartBase is { } start ? $"{ExpressionProse.Of(start.Root)} + " : "")}{Hex(register.Start)}",
        DescriptorDeclaration descriptor when symbol.Kind == NameKind.Descriptor => $"descriptor of type {(descriptor.Type is { } type ? Hex(type.Value) : "?")}",
        EntryDeclaration entry when symbol.Kind == NameKind.Entry => $"entry of {entry.Size?.Value} bits",
        EnumDeclaration item => $"enum of {item.Width?.Value} bits",
        QueueDeclaration queue => $"queue of descriptors of {string.Join(", ", queue.Sizes.Select(static size => size.Value))} bits, type code in bits {BitsOf(queue.Type)}",
        BlockDeclaration block => $"block of {(block.Size is { } size ? Hex(size.Value) : "?")} bytes",
        GroupDeclaration => "group of registers",
        _ => "template",
    };

    private static string? TitleOf(Declaration item) =>
        item is TitledDeclaration { Title: { } title } titled ? title + (titled.Section is { } section ? $" ({section})" : "") : null;

    private static string? MeaningOf(Declaration item) => item switch
    {
        FieldDeclaration field => field.Meaning,
        CodeDeclaration code => code.Meaning,
        _ => null,
    };

    private static string? ConditionOf(Declaration item)
    {
        var when = item switch
        {
            FieldDeclaration field => field.When,
            RegisterDeclaration register => register.When,
            EntryDeclaration { Variant: { } variant } => variant.When,
            _ => null,
        };
        return when is null ? null : $"only if {ExpressionProse.Of(when.Root)}";
    }

    private static string Joined(string separator, params IEnumerable<string?> parts) => string.Join(separator, parts.OfType<string>());

    private static string BitsOf(BitsDeclaration? bits) => bits is null ? "?" : string.Join(", ", bits.Ranges.Select(static range => range.Value));

    private static string NumberOf(CodeDeclaration code) => code.Code is { } number ? number.Value.ToString(CultureInfo.InvariantCulture) : "?";

    private static string Hex(ulong value) => "0x" + value.ToString("X", CultureInfo.InvariantCulture);
}
