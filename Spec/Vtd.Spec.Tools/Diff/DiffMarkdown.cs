using System.Globalization;
using System.Text;

namespace Vtd.Spec.Tools.Diff;

/// <summary>Writes changes as a table in Markdown, for a pull request.</summary>
public static class DiffMarkdown
{
    /// <summary>Writes changes.</summary>
    public static string Write(IReadOnlyList<Change> changes)
    {
        var text = new StringBuilder();
        if (changes.Count > 0)
            text.Append("| where | what | breaks users |\n|---|---|---|\n");
        foreach (var change in changes.OrderBy(change => change.Breaks is null))
            text.Append(CultureInfo.InvariantCulture, $"| {change.Kind} `{change.Place}` | {Cell(change.Text)} | {Cell(change.Breaks ?? "no")} |\n");
        return text.Append(CultureInfo.InvariantCulture, $"{(changes.Count > 0 ? "\n" : "")}{Total(changes)}\n").ToString();
    }

    /// <summary>The number of changes, and of those that break users, in words.</summary>
    public static string Total(IReadOnlyList<Change> changes) => string.Create(
        CultureInfo.InvariantCulture, $"changed {changes.Count}, breaking {changes.Count(change => change.Breaks is not null)}");

    // A bar ends a cell, a tag would be one, a line ends the row.
    private static string Cell(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
