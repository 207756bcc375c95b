using Vtd.Spec.LanguageServer.Protocol;
using Vtd.Spec.Tools.Export.Markdown;

namespace Vtd.Spec.LanguageServer.Features;

/// <summary>Paragraphs in Markdown.</summary>
internal sealed class MarkdownText
{
    private readonly List<string> _paragraphs = [];

    /// <summary>A name in the font of code.</summary>
    public static string Code(string text) => $"`{text.Replace("`", "'", StringComparison.Ordinal)}`";

    /// <summary>The text as the protocol has it.</summary>
    public MarkupContent Content => new(string.Join("\n\n", _paragraphs));

    /// <summary>Adds a heading with a name, and what it is.</summary>
    public MarkdownText Heading(string name, string? what)
    {
        _paragraphs.Add($"**{Code(name)}**" + (string.IsNullOrEmpty(what) ? "" : " " + MarkdownWriter.Plain(what)));
        return this;
    }

    /// <summary>Adds prose, if there is any.</summary>
    public MarkdownText Prose(string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
            _paragraphs.Add(MarkdownWriter.Plain(text));
        return this;
    }

    /// <summary>Adds words with their meanings.</summary>
    public MarkdownText List(IEnumerable<(string Word, string Meaning)> items)
    {
        _paragraphs.Add(string.Join('\n', items.Select(static item => $"- {Code(item.Word)}: {MarkdownWriter.Plain(item.Meaning)}")));
        return this;
    }

    /// <summary>Adds rows of cells, in columns of one width; a client without tables shows them as well.</summary>
    public MarkdownText Table(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count == 0)
            return this;
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length)).ToList();
        var lines = rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        _paragraphs.Add($"```text\n{string.Join('\n', lines)}\n```");
        return this;
    }
}
