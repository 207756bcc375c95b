using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Tools.Check;
using Vtd.Spec.Tools.Specs;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Reports;

/// <summary>Findings for people, each with the lines that it is about. The last line is the same everywhere: programs may read that one.</summary>
internal sealed class CheckReport(Terminal terminal)
{
    /// <summary>The widest excerpt; a narrower window narrows it.</summary>
    private const int WidestExcerpt = 160;
    private const int NarrowestExcerpt = 40;

    private static readonly Style s_plain = Style.Plain;
    private static readonly Style s_place = new(decoration: Decoration.Bold);
    private static readonly Style s_gutter = new(Color.Blue);

    /// <summary>Refuses specs with errors, which stand on the error stream then.</summary>
    /// <param name="result">The specs and their findings.</param>
    /// <param name="refusal">The command that is refused because of errors.</param>
    /// <param name="terminal">The terminal of the command.</param>
    /// <exception cref="UnusableSpecException">There are errors.</exception>
    public static void RefuseErrors(CheckResult result, string refusal, Terminal terminal)
    {
        if (result.Errors == 0)
            return;
        new CheckReport(new Terminal(terminal.Error, terminal.Error, terminal.ErrorIsScreen, terminal.ErrorIsScreen)).Write(result);
        throw new UnusableSpecException(refusal);
    }

    public void Write(CheckResult result)
    {
        var texts = result.Texts.ToDictionary(text => text.Path, text => text.Text, StringComparer.Ordinal);
        foreach (var finding in result.Findings)
            Write(finding, texts[finding.Path]);

        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"checked {result.Texts.Count} files, {result.Errors} errors, {result.Warnings} warnings"));
    }

    private void Write(Finding finding, string text)
    {
        var (word, style) = finding.Rule.Severity == Severity.Error
            ? ("error", new Style(Color.Red, decoration: Decoration.Bold))
            : ("warning", new Style(Color.Yellow, decoration: Decoration.Bold));
        var place = string.Create(CultureInfo.InvariantCulture, $"{finding.Path}({finding.Span.Line},{finding.Span.Column}): ");
        Line((place, s_place), ($"{word} {finding.Rule.Id}", style), ($": {finding.Message}", s_plain));

        var gutter = finding.Span.EndLine.ToString(CultureInfo.InvariantCulture).Length + 2;
        var width = Math.Clamp(terminal.Report.Profile.Width - gutter - 3, NarrowestExcerpt, WidestExcerpt);
        Excerpt? before = null;
        foreach (var line in Excerpt.Of(text, finding.Span, width))
        {
            if (before is not null && line.Number > before.Number + 1)
                Line((Gutter("...", gutter), s_gutter));
            Line((Gutter(line.Number.ToString(CultureInfo.InvariantCulture), gutter), s_gutter), (line.Text, s_plain));
            Line((Gutter("", gutter), s_gutter), (new string(' ', line.Indent), s_plain), (new string('^', line.Length), style));
            before = line;
        }

        Line();
    }

    private static string Gutter(string number, int width) => $"{number.PadLeft(width)} | ";

    private void Line(params (string Text, Style Style)[] parts) => terminal.Report.Write(new UnbrokenLine(parts));

    /// <summary>Text that is never wrapped: what is underlined has to stay above its line.</summary>
    private sealed class UnbrokenLine((string Text, Style Style)[] parts) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            [.. parts.Where(part => part.Text.Length > 0).Select(part => new Segment(part.Text, part.Style)), Segment.LineBreak];
    }
}
