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
        var old = new Argument<string>("old") { Description = "The old version: a spec file, a folder with *.vtd.yaml files in it, or a git revision of the new version, such as HEAD~1 or v1.0..v1.1." };
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
            ("vtd diff HEAD~1 Spec/vtd", "a folder as it was in the last commit, and as it is"),
            ("vtd diff v1.0..v1.1 Spec/vtd", "a folder in two revisions"),
            ("vtd diff release/spec spec --markdown", "two folders, for a pull request"),
            ("vtd diff release/spec spec --json", "for a script"));
    }

    private static int Run(string oldPath, string newPath, bool asJson, bool asMarkdown, Terminal terminal)
    {
        try
        {
            var (old, now) = Versions(oldPath, newPath);
            var changes = SpecDiff.Compare(old, now);
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

    /// <summary>Reads both versions. What is no path is a git revision, or two with dots between them.</summary>
    private static (IReadOnlyList<LinkedSpec> Old, IReadOnlyList<LinkedSpec> Now) Versions(string old, string now)
    {
        if (Path.Exists(old))
            return (Compile(SpecText.Read([old]), old), Compile(SpecText.Read([now]), now));
        var revisions = old.Split("..");
        var before = Compile(SpecRevision.Read(revisions[0], now), $"{revisions[0]}:{now}");
        return (before, revisions.Length == 2 ? Compile(SpecRevision.Read(revisions[1], now), $"{revisions[1]}:{now}") : Compile(SpecText.Read([now]), now));
    }

    /// <summary>Compiles a version. One with errors is not compared: whatever the errors hide would look removed.</summary>
    private static IReadOnlyList<LinkedSpec> Compile(IReadOnlyList<SpecText> texts, string path)
    {
        var loaded = LoadedSpecs.Load(texts);
        var errors = loaded.Findings.Count(finding => finding.Rule.Severity == Severity.Error);
        if (errors > 0)
            throw new UnusableSpecException($"{path}: {errors} errors (vtd check {path} tells them)");
        return loaded.Specs;
    }
}
