using System.Globalization;
using Spectre.Console;

namespace Vtd.Tool.Diff;

/// <summary>Changes for people, those that break users first. The last line is the same everywhere: programs may read that one.</summary>
internal sealed class DiffReport(Terminal terminal)
{
    public void Write(IReadOnlyList<Change> changes)
    {
        Write("breaks users", Color.Red, [.. changes.Where(change => change.Breaks is not null)]);
        Write("breaks nobody", Color.Green, [.. changes.Where(change => change.Breaks is null)]);
        terminal.Output.WriteLine(Total(changes));
    }

    /// <summary>The same as a table for a pull request.</summary>
    public static string Markdown(IReadOnlyList<Change> changes)
    {
        var text = new System.Text.StringBuilder();
        if (changes.Count > 0)
            text.Append("| where | what | breaks users |\n|---|---|---|\n");
        foreach (var change in changes.OrderBy(change => change.Breaks is null))
            text.Append(CultureInfo.InvariantCulture, $"| {change.Kind} `{change.Place}` | {Cell(change.Text)} | {Cell(change.Breaks ?? "no")} |\n");
        return text.Append(CultureInfo.InvariantCulture, $"{(changes.Count > 0 ? "\n" : "")}{Total(changes)}\n").ToString();
    }

    private void Write(string title, Color color, IReadOnlyList<Change> changes)
    {
        if (changes.Count == 0)
            return;
        terminal.Report.Write(new Text(title + "\n", new Style(color, decoration: Decoration.Bold)));
        foreach (var change in changes)
        {
            var why = change.Breaks is { } breaks ? $"  ({breaks})" : "";
            terminal.Report.Write(new Text($"  {change.Kind} {change.Place}  ", new Style(decoration: Decoration.Bold)));
            terminal.Report.Write(new Text($"{change.Text}{why}\n"));
        }

        terminal.Report.Write(new Text("\n"));
    }

    private static string Total(IReadOnlyList<Change> changes) => string.Create(
        CultureInfo.InvariantCulture, $"changed {changes.Count}, breaking {changes.Count(change => change.Breaks is not null)}");

    // A bar ends a cell, a tag would be one, a line ends the row.
    private static string Cell(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
