namespace Vtd.Spec.LanguageServer.Protocol;

/// <summary>A text in Markdown.</summary>
public sealed record MarkupContent(string Value)
{
    /// <summary>The language of the text.</summary>
    public string Kind { get; } = "markdown";
}

/// <summary>The answer to <c>textDocument/hover</c>.</summary>
public sealed record Hover(MarkupContent Contents, TextRange Range);

/// <summary>The answer to <c>textDocument/completion</c>.</summary>
/// <param name="IsIncomplete">Whether the client must ask again when the author types on.</param>
public sealed record CompletionList(bool IsIncomplete, IReadOnlyList<CompletionItem> Items);

/// <summary>A possible text.</summary>
/// <param name="Kind">A <see cref="CompletionKind"/>.</param>
public sealed record CompletionItem(string Label, CompletionKind Kind, TextEdit TextEdit)
{
    /// <summary>A few words beside the label.</summary>
    public string? Detail { get; init; }

    /// <summary>The meaning.</summary>
    public MarkupContent? Documentation { get; init; }

    /// <summary>The text that the items are sorted by; the label if null.</summary>
    public string? SortText { get; init; }

    /// <summary>2 if the text is a snippet, with places to fill in.</summary>
    public int? InsertTextFormat { get; init; }
}

/// <summary>Kinds of items, which clients show as symbols.</summary>
public enum CompletionKind
{
    /// <summary>A field.</summary>
    Field = 5,

    /// <summary>A variable: a register.</summary>
    Variable = 6,

    /// <summary>A class: an entry, a descriptor, a template.</summary>
    Class = 7,

    /// <summary>A key of the language.</summary>
    Property = 10,

    /// <summary>A value.</summary>
    Value = 12,

    /// <summary>An enum.</summary>
    Enum = 13,

    /// <summary>A word of the language.</summary>
    Keyword = 14,

    /// <summary>A text with places to fill in.</summary>
    Snippet = 15,

    /// <summary>A code of an enum.</summary>
    EnumMember = 20,
}

/// <summary>A replacement of text.</summary>
public sealed record TextEdit(TextRange Range, string NewText);

/// <summary>The parameters of <c>textDocument/references</c>.</summary>
public sealed record ReferenceParams(DocumentIdentifier TextDocument, Position Position, ReferenceContext? Context) : PlaceParams(TextDocument, Position);

/// <summary>Whether declarations count as references.</summary>
public sealed record ReferenceContext(bool IncludeDeclaration);

/// <summary>The parameters of <c>textDocument/rename</c>.</summary>
public sealed record RenameParams(DocumentIdentifier TextDocument, Position Position, string NewName) : PlaceParams(TextDocument, Position);

/// <summary>Replacements in several documents, by address.</summary>
public sealed record WorkspaceEdit(IReadOnlyDictionary<string, IReadOnlyList<TextEdit>> Changes);
