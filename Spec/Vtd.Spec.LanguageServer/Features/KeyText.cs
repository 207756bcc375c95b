using Vtd.Spec.Language;
using Vtd.Spec.LanguageServer.Protocol;

namespace Vtd.Spec.LanguageServer.Features;

/// <summary>The meaning of a key of the language, as the reference has it.</summary>
internal static class KeyText
{
    /// <summary>The meaning, and the form of the value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="table">The keys beside it.</param>
    /// <param name="more">More to say; null for nothing.</param>
    public static MarkupContent Of(Key key, KeyTable table, string? more = null)
    {
        var text = new MarkdownText().Heading(key.Name, $"key of {table.Name}{(key.IsRequired ? ", required" : "")}").Prose(key.Description).Prose($"Value: {key.Shape.Expected}.");
        if (WordsOf(key.Shape) is { Count: > 0 } words)
            text.List(words.Select(static word => (word.Text, word.Description)));
        return text.Prose(more).Content;
    }

    /// <summary>The words that a value can be.</summary>
    public static IReadOnlyList<Word> WordsOf(Shape shape) => [.. shape.Forms.OfType<WordShape>().SelectMany(static form => form.Words)];
}
