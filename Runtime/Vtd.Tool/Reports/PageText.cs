using Spectre.Console;

namespace Vtd.Tool.Reports;

/// <summary>A page of Markdown on a terminal: the text as it is, with headings and code in colours if there are any.</summary>
internal static class PageText
{
    private const string Fence = "```";

    public static void Write(string text, IAnsiConsole console)
    {
        var isCode = false;
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            var isFence = line.StartsWith(Fence, StringComparison.Ordinal);
            var style = isFence ? "grey" : isCode ? "blue" : line.StartsWith('#') ? "bold" : "default";
            isCode ^= isFence;
            console.MarkupLine($"[{style}]{Markup.Escape(line)}[/]");
        }
    }
}
