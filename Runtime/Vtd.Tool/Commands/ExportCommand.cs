using System.CommandLine;
using System.Globalization;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Export.CHeader;
using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Specs;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd export`: specs in other formats.</summary>
internal static class ExportCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("paths")
        {
            Description = "Spec files and folders with *.vtd.yaml files; without any, the built-in Intel VT-d.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var format = new Option<string>("--format")
        {
            Description = $"What to write: {string.Join("; ", ExportFormats.All.Select(static one => $"{one.Word} is {one.Description}"))}.",
            DefaultValueFactory = static _ => ExportFormats.All[0].Word,
        };
        format.Validators.Add(static given =>
        {
            foreach (var token in given.Tokens.Where(static token => ExportFormats.All.All(one => one.Word != token.Value)))
            {
                var words = ExportFormats.All.Select(static one => one.Word).ToList();
                given.AddError($"There is no format '{token.Value}' among {string.Join(", ", words)}{ItemNames.Suggestion(token.Value, words)}");
            }
        });
        format.CompletionSources.Add(static _ => ExportFormats.All.Select(static one => new System.CommandLine.Completions.CompletionItem(one.Word)));
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Write to this file, which is replaced, and print nothing.",
            HelpName = "file",
        };
        var prefix = new Option<string?>("--prefix")
        {
            Description = "What the names in a C header begin with, in upper case; the name of the spec if left out.",
            HelpName = "PREFIX",
        };
        prefix.Validators.Add(given =>
        {
            foreach (var value in given.Tokens.Where(token => !CName.IsPrefix(token.Value)))
                given.AddError($"{value.Value} cannot begin a name in C: upper-case words of letters and digits with _ between them can, such as MY_DEVICE.");
        });

        var command = new Command("export", "Write specs in other formats: for programs, for tools of other languages, and for readers.")
        {
            paths, format, output, prefix,
        };
        command.Validators.Add(given =>
        {
            if (given.GetValue(prefix) is not null && FormatOf(given.GetValue(format)) is { HasPrefix: false } other)
                given.AddError($"--prefix is for --format {ExportFormats.All.First(static one => one.HasPrefix).Word}; {other.Word} has the names of the spec.");
        });
        command.SetAction(given => Run(
            given.GetValue(paths) ?? [], new(FormatOf(given.GetValue(format)), given.GetValue(prefix)), given.GetValue(output), terminal));
        return command.WithExamples(
            ("vtd export -o vtd.json", "the built-in Intel VT-d as JSON"),
            ("vtd export device.vtd.yaml --format c-header --prefix DEV -o device.h", "a header for C and C++"),
            ("vtd export device.vtd.yaml --format svd -o device.svd", "registers for debuggers; what the format cannot express is counted"),
            ("vtd export specs/ --format markdown -o manual.md", "a manual"));
    }

    private static ExportFormat FormatOf(string? word) => ExportFormats.All.FirstOrDefault(one => one.Word == word) ?? ExportFormats.All[0];

    private static int Run(IReadOnlyList<string> paths, ExportRequest request, string? file, Terminal terminal)
    {
        try
        {
            var loaded = LoadedSpecs.Load(paths.Count == 0 ? SpecText.Shipped : SpecText.Read(paths));
            CheckReport.RefuseErrors(new(loaded.Texts, loaded.Findings), "nothing is exported of a spec with errors.", terminal);
            if (loaded.Specs.Count == 0)
                throw new UnusableSpecException("nothing is declared in these files.");

            var exported = request.Format.Write(loaded.Specs, request.Prefix);
            if (file is null)
                terminal.Output.Write(exported.Text);
            else
                File.WriteAllText(file, exported.Text);
            Report(exported.Losses, request.Format.Word, terminal);
            return ExitCode.Success;
        }
        catch (UnusableSpecException failure)
        {
            terminal.Error.WriteLine($"vtd: {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"vtd: {file}: {failure.Message}");
        }

        return ExitCode.Unusable;
    }

    private static void Report(IReadOnlyList<Loss> losses, string format, Terminal terminal)
    {
        if (losses.Count == 0)
            return;
        terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"vtd: {losses.Count} facts are lost, which {format} cannot express; comments with lost: name them:"));
        foreach (var kind in losses.GroupBy(static loss => loss.Kind).OrderByDescending(static kind => kind.Count()).ThenBy(static kind => kind.Key, StringComparer.Ordinal))
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {kind.Count(),6}  {kind.Key}"));
    }

    private sealed record ExportRequest(ExportFormat Format, string? Prefix);
}
