using System.CommandLine;
using Vtd.Codegen;
using Vtd.Codegen.Inputs;
using Vtd.Spec;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Specs;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd generate`: the files that the source generator adds to a compilation, on disk.</summary>
internal static class GenerateCommand
{
    private const string Public = "public";
    private const string Internal = "internal";

    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("paths")
        {
            Description = "Spec files, folders with *.vtd.yaml files, and projects.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "Folder for the generated files, *.g.cs. Generated files there that are no longer needed are deleted; other files stay.",
            Required = true,
        };
        var root = new Option<string?>("--namespace")
        {
            Description = "Root namespace: the types of a spec Uart are in Board.Uart with --namespace Board, and with --namespace Board.Uart.",
            HelpName = "namespace",
        };
        var visibility = new Option<string?>("--visibility")
        {
            Description = "Visibility of the types: public or internal, the default.",
        };
        visibility.AcceptOnlyFromAmong(Public, Internal);
        var parts = new Option<string?>("--parts")
        {
            Description = "Parts to generate, separated by commas: Types, RegisterFile, Dispatchers, Driver. Each of them includes Types. Without the option: RegisterFile,Dispatchers.",
            HelpName = "parts",
        };
        parts.Validators.Add(static given =>
        {
            GeneratedPartWords.Parse(given.GetValueOrDefault<string?>(), out var unknown);
            if (unknown is not null)
                given.AddError($"The part '{unknown}' of --parts does not exist. Parts are {GeneratedPartWords.All}.");
        });
        var check = new Option<bool>("--check")
        {
            Description = "Write nothing; name the files that are missing, outdated or no longer needed, and exit with 1 if there are any.",
        };
        var command = new Command("generate", "Write the C# of specs as files, for projects that cannot run a source generator.")
        {
            paths, output, root, visibility, parts, check,
        };
        command.SetAction(given => Run(
            given.GetRequiredValue(paths),
            new(new(null, null, given.GetValue(root)), given.GetValue(visibility) == Public) { Parts = GeneratedPartWords.Parse(given.GetValue(parts), out _) },
            given.GetValue(root) is not null || given.GetValue(visibility) is not null || given.GetValue(parts) is not null,
            new(given.GetRequiredValue(output)),
            given.GetValue(check),
            terminal));
        return command.WithExamples(
            ("vtd generate uart.vtd.yaml -o Generated --namespace Board", "the types of the spec Uart, in the namespace Board.Uart"),
            ("vtd generate uart.vtd.yaml -o Generated --parts Driver", "what a driver needs of it, without a register file"),
            ("vtd generate Device.csproj -o Generated", "the specs of a project, with the namespaces that it chooses"),
            ("vtd generate specs -o Generated --check", "whether the files in Generated are up to date"));
    }

    private static int Run(IReadOnlyList<string> paths, ProjectChoice choice, bool isChosen, GeneratedFolder folder, bool check, Terminal terminal)
    {
        try
        {
            var texts = SpecText.Read(paths);
            if (isChosen && texts.Any(static text => text.Choice is not null))
                throw new UnusableSpecException("a project chooses namespace, visibility and parts itself. Leave out --namespace, --visibility and --parts, or name the spec files.");

            var generation = Generation.Of(texts.Select(text => ParsedFile.From(text.Path, text.Choice ?? choice, () => text.Text, default, default)));
            CheckReport.RefuseErrors(new(texts, generation.Findings), "nothing is generated of a spec with errors.", terminal);
            var files = generation.Files.ToDictionary(static file => file.Output.HintName, static file => file.Text!, StringComparer.Ordinal);
            if (files.Count == 0)
                throw new UnusableSpecException("nothing is declared in these files.");
            return check ? Check(folder, files, terminal) : Write(folder, files, terminal);
        }
        catch (Exception failure) when (failure is UnusableSpecException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"vtd: {failure.Message}");
            return ExitCode.Unusable;
        }
    }

    private static int Check(GeneratedFolder folder, Dictionary<string, string> files, Terminal terminal)
    {
        var differences = folder.DifferencesFrom(files);
        foreach (var (name, difference) in differences)
            terminal.Output.WriteLine($"{name}: {difference}");
        terminal.Output.WriteLine(differences.Count == 0
            ? $"{files.Count} files are up to date."
            : $"{differences.Count} files are not up to date; vtd generate without --check writes them.");
        return differences.Count == 0 ? ExitCode.Success : ExitCode.Found;
    }

    private static int Write(GeneratedFolder folder, Dictionary<string, string> files, Terminal terminal)
    {
        var changed = folder.Write(files);
        terminal.Output.WriteLine($"{files.Count} files, {changed} changed.");
        return ExitCode.Success;
    }
}
