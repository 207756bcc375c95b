using Spectre.Console;
using Vtd.Spec.Tools.Diff;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Reports;

/// <summary>Changes for people, those that break users first. The last line is the same everywhere: programs may read that one.</summary>
internal sealed class DiffReport(Terminal terminal)
{
    public void Write(IReadOnlyList<Change> changes)
    {
        Write("breaks users", Color.Red, [.. changes.Where(change => change.Breaks is not null)]);
        Write("breaks nothing", Color.Green, [.. changes.Where(change => change.Breaks is null)]);
        terminal.Output.WriteLine(DiffMarkdown.Total(changes));
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
}
