using System.Text;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.Markdown;

/// <summary>The lines of a Markdown file.</summary>
public sealed class MarkdownWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>The text so far.</summary>
    public string Text => _text.ToString();

    /// <summary>A text that means itself: every character that Markdown or HTML could read is escaped.</summary>
    public static string Plain(string text)
    {
        var result = new StringBuilder();
        foreach (var character in ImportTexts.OneLine(text) ?? "")
            result.Append(@"\`*_{}[]<>|#~&!$".Contains(character, StringComparison.Ordinal) ? "\\" : "").Append(character);
        return result.ToString();
    }

    /// <summary>Writes a heading.</summary>
    public void Heading(int level, string text) => _text.Append(_text.Length == 0 ? "" : "\n").Append('#', level).Append(' ').Append(Plain(text)).Append('\n');

    /// <summary>Writes a paragraph, if there is a text.</summary>
    public void Paragraph(string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
            _text.Append('\n').Append(LineStart(Plain(text))).Append('\n');
    }

    /// <summary>Writes lines as they are.</summary>
    public void Fence(IEnumerable<string> lines)
    {
        _text.Append("\n```text\n");
        foreach (var line in lines)
            _text.Append(line).Append('\n');
        _text.Append("```\n");
    }

    /// <summary>Writes a table.</summary>
    public void Table(IReadOnlyList<string> titles, IEnumerable<IReadOnlyList<string>> rows)
    {
        _text.Append('\n');
        Row(titles);
        Row([.. titles.Select(static _ => "---")]);
        foreach (var row in rows)
            Row([.. row.Select(Plain)]);
    }

    private void Row(IReadOnlyList<string> cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    // A hyphen, a plus sign or a number with a full stop would make a list.
    private static string LineStart(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return text[0] is '-' or '+' or '=' ? "\\" + text
            : digits > 0 && digits < text.Length && text[digits] is '.' or ')' ? text.Insert(digits, "\\")
            : text;
    }
}
