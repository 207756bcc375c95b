using System.CommandLine;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Diff;
using Vtd.Spec.Tools.Specs;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd diff`: what has changed between two versions of a spec, and whether it breaks those who use it.</summary>
internal static class DiffCommand
{
    public static Command Create(Terminal terminal)
    {
        var old = new Argument<string>("old") { Description = "The old version: a spec file, or a folder with *.vtd.yaml files in it." };
        var now = new Argument<string>("new") { Description = "The new version." };
        var json = new Option<bool>("--json") { Description = "Print the changes as one JSON object and nothing else." };
        var markdown = new Option<bool>("--markdown") { Description = "Print the changes as a Markdown table, for a pull request." };

        var command = new Command("diff", "Compare two versions of a spec. Exit code 0 if no change breaks users of the generated types, 1 if one does.")
        {
            old, now, json, markdown,
        };
        command.Validators.Add(given =>
        {
            if (given.GetValue(json) && given.GetValue(markdown))
                given.AddError("--json and --markdown both print; choose one.");
        });
        command.SetAction(given => Run(
            given.GetRequiredValue(old), given.GetRequiredValue(now), given.GetValue(json), given.GetValue(markdown), terminal));
        return command.WithExamples(
            ("vtd diff old/uart.vtd.yaml uart.vtd.yaml", "two files"),
            ("vtd diff release/spec spec --markdown", "two folders, for a pull request"),
            ("vtd diff release/spec spec --json", "for a script"));
    }

    private static int Run(string oldPath, string newPath, bool asJson, bool asMarkdown, Terminal terminal)
    {
        try
        {
            var changes = SpecDiff.Compare(Read(oldPath), Read(newPath));
            if (asJson)
                terminal.Output.WriteLine(DiffJson.Write(changes));
            else if (asMarkdown)
                terminal.Output.Write(DiffMarkdown.Write(changes));
            else
                new DiffReport(terminal).Write(changes);
            return changes.Any(change => change.Breaks is not null) ? ExitCode.Found : ExitCode.Success;
        }
        catch (UnusableSpecException failure)
        {
            terminal.Error.WriteLine($"vtd: {failure.Message}");
            return ExitCode.Unusable;
        }
    }

    /// <summary>Reads a spec. A spec with errors is not compared: whatever the errors hide would look removed.</summary>
    private static IReadOnlyList<LinkedSpec> Read(string path)
    {
        var loaded = LoadedSpecs.Load(SpecText.Read([path]));
        var errors = loaded.Findings.Count(finding => finding.Rule.Severity == Severity.Error);
        if (errors > 0)
            throw new UnusableSpecException($"{path}: {errors} errors (vtd check {path} tells them)");
        return loaded.Specs;
    }
}
