using System.CommandLine;
using Spectre.Console;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Tools.Reference;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd explain`: prints the page of a rule.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string?>("id") { Description = "ID of a diagnostic, such as VTD0304.", Arity = ArgumentArity.ZeroOrOne };
        var list = new Option<bool>("--list") { Description = "List all IDs with their titles." };
        var command = new Command("explain", "Explain a diagnostic: what it says, why, a wrong example and the right one.") { id, list };
        command.Validators.Add(given =>
        {
            if (given.GetResult(id) is { Tokens.Count: > 0 } == given.GetValue(list))
                given.AddError("vtd explain takes one ID, or --list.");
        });
        command.SetAction(given => given.GetValue(list) ? List(terminal) : Explain(given.GetValue(id)!, terminal));
        return command.WithExamples("vtd explain VTD0304", "vtd explain --list");
    }

    private static int List(Terminal terminal)
    {
        foreach (var (title, pages) in DiagnosticPages.Groups())
        {
            terminal.Report.MarkupLineInterpolated($"[bold]{title}[/]");
            foreach (var page in pages)
                terminal.Report.MarkupLineInterpolated($"  [green]{page.Id}[/]  {page.Title}");
        }

        return ExitCode.Success;
    }

    private static int Explain(string given, Terminal terminal)
    {
        var id = given.ToUpperInvariant();
        if (DiagnosticPages.Find(id) is { } page)
        {
            PageText.Write(page.Text, terminal.Report);
            return ExitCode.Success;
        }

        var nearest = Spelling.Nearest(id, DiagnosticPages.All.Select(one => one.Id));
        var hint = nearest is null ? "vtd explain --list shows all." : $"Did you mean {nearest}? vtd explain --list shows all.";
        terminal.Error.WriteLine($"vtd: there is no diagnostic '{given}'. {hint}");
        return ExitCode.Unusable;
    }
}
