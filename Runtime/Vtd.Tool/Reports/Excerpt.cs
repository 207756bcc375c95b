using System.Globalization;
using System.Text;
using Spectre.Console;
using Vtd.Spec.Source;

namespace Vtd.Tool.Reports;

/// <summary>A line of a file as a terminal can show it, and the part of it to underline.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without tabs and control characters; cut, with …, if it is long.</param>
/// <param name="Indent">Cells before the part.</param>
/// <param name="Length">Cells of the part, at least one.</param>
internal sealed record Excerpt(int Number, string Text, int Indent, int Length)
{
    private const int TabStop = 4;
    private const char Cut = '…';
    private const char Unprintable = '\uFFFD';

    /// <summary>The first line of a span and, if there are several, the last one.</summary>
    /// <param name="text">The file.</param>
    /// <param name="span">The part to show.</param>
    /// <param name="width">Cells that a line may take.</param>
    public static IEnumerable<Excerpt> Of(string text, SourceSpan span, int width)
    {
        var start = span.Start - (span.Column - 1);
        var line = LineAt(text, start);
        var isOneLine = span.EndLine == span.Line;
        yield return Of(line, span.Line, span.Column - 1, isOneLine ? span.EndColumn - 1 : line.Length, width);
        if (isOneLine || span.EndColumn == 1)
            yield break;

        var last = LineAt(text, span.Start + span.Length - (span.EndColumn - 1));
        yield return Of(last, span.EndLine, last.Length - last.TrimStart().Length, span.EndColumn - 1, width);
    }

    private static Excerpt Of(string line, int number, int from, int to, int width)
    {
        var (start, end) = (0, line.Length);
        if (!Fits(line, width))
        {
            // One cell of each cut end says so.
            start = Math.Max(0, Math.Min(from - width / 3, line.Length - width + 1));
            if (start > 0 && char.IsLowSurrogate(line[start]))
                start--;
            end = EndOf(line, start, width - 1);
            if (end < line.Length)
                end = EndOf(line, start, width - 2);
        }

        var shown = new StringBuilder();
        var cells = start > 0 ? Append(shown, new Rune(Cut), 0) : 0;
        var (indent, length) = (0, 0);
        for (var at = start; at < end;)
        {
            Rune.DecodeFromUtf16(line.AsSpan(at), out var rune, out var characters);
            var added = Append(shown, rune, cells);
            if (at < from)
                indent = cells + added;
            else if (at < to)
                length += added;
            cells += added;
            at += characters;
        }

        if (end < line.Length)
            Append(shown, new Rune(Cut), cells);
        return new Excerpt(number, shown.ToString(), from == start ? start > 0 ? 1 : 0 : indent, Math.Max(1, length));
    }

    private static bool Fits(string line, int width) => line.Length <= width && EndOf(line, 0, width) == line.Length;

    /// <summary>Gets the place where the line is cut so that it takes so many cells at most.</summary>
    private static int EndOf(string line, int start, int width)
    {
        var cells = 0;
        for (var at = start; at < line.Length;)
        {
            Rune.DecodeFromUtf16(line.AsSpan(at), out var rune, out var characters);
            cells += CellsOf(rune, cells);
            if (cells > width)
                return at;
            at += characters;
        }

        return line.Length;
    }

    private static int Append(StringBuilder shown, Rune rune, int cells)
    {
        var added = CellsOf(rune, cells);
        if (rune.Value == '\t')
            shown.Append(' ', added);
        else if (IsPrintable(rune))
            shown.Append(rune.ToString());
        else
            shown.Append(Unprintable);
        return added;
    }

    private static int CellsOf(Rune rune, int cells) =>
        rune.Value == '\t' ? TabStop - (cells % TabStop)
        : rune.IsAscii || !IsPrintable(rune) ? 1
        : Math.Max(0, rune.ToString().GetCellWidth());

    /// <summary>Neither moves the cursor nor turns text around: a file may be hostile to a terminal.</summary>
    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static string LineAt(string text, int start)
    {
        var length = text.AsSpan(start).IndexOfAny('\r', '\n');
        return length < 0 ? text[start..] : text.Substring(start, length);
    }
}
