using System.CommandLine;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Export.CHeader;
using Vtd.Spec.Tools.Export.Json;
using Vtd.Spec.Tools.Specs;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd export`: what a spec says, for programs in other languages.</summary>
internal static class ExportCommand
{
    private const string JsonFormat = "json";
    private const string CHeaderFormat = "c-header";

    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("paths")
        {
            Description = "Spec files and folders with *.vtd.yaml files; without any, the built-in Intel VT-d.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var format = new Option<string>("--format")
        {
            Description = "What to write: json is the whole model, c-header has macros with offsets, masks, shifts and codes.",
            DefaultValueFactory = _ => JsonFormat,
        };
        format.AcceptOnlyFromAmong(JsonFormat, CHeaderFormat);
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

        var command = new Command("export", "Write what a spec says for other programs: as JSON, or as a header for C and C++.")
        {
            paths, format, output, prefix,
        };
        command.Validators.Add(given =>
        {
            if (given.GetValue(prefix) is not null && given.GetValue(format) != CHeaderFormat)
                given.AddError($"--prefix is for --format {CHeaderFormat}; JSON has the names of the spec.");
        });
        command.SetAction(given => Run(
            given.GetValue(paths) ?? [], given.GetValue(format) == CHeaderFormat ? specs => Header(specs, given.GetValue(prefix)) : ModelJson.Write,
            given.GetValue(output), terminal));
        return command.WithExamples(
            ("vtd export -o vtd.json", "the built-in Intel VT-d as JSON"),
            ("vtd export device.vtd.yaml tables/ --format json", "specs of your own"),
            ("vtd export device.vtd.yaml --format c-header --prefix DEV -o device.h", "a header for C and C++"));
    }

    private static int Run(IReadOnlyList<string> paths, Func<IReadOnlyList<LinkedSpec>, string> export, string? file, Terminal terminal)
    {
        try
        {
            var loaded = LoadedSpecs.Load(paths.Count == 0 ? SpecText.Shipped : SpecText.Read(paths));
            CheckReport.RefuseErrors(new(loaded.Texts, loaded.Findings), "nothing is exported of a spec with errors.", terminal);
            if (loaded.Specs.Count == 0)
                throw new UnusableSpecException("nothing is declared in these files.");

            var text = export(loaded.Specs);
            if (file is null)
                terminal.Output.Write(text);
            else
                File.WriteAllText(file, text);
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

    /// <summary>The header of the only spec that no other one imports.</summary>
    private static string Header(IReadOnlyList<LinkedSpec> specs, string? prefix) =>
        specs.Where(spec => !specs.Any(other => other.Imported.Any(imported => imported.Header.Name == spec.Header.Name))).ToList() is [var spec]
            ? Header(spec, prefix)
            : throw new UnusableSpecException($"a header is of one spec, and these files have {specs.Count}: {string.Join(", ", specs.Select(one => one.Header.Name))}. Name the files of one.");

    private static string Header(LinkedSpec spec, string? prefix) => HeaderText.Of(spec, prefix ?? CName.OfPascal(spec.Header.Name));
}
