using System.CommandLine;
using System.Globalization;
using Vtd.Spec.Language;
using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Import.Svd;
using Vtd.Spec.Tools.Specs;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd import`: register descriptions in other formats as specs.</summary>
internal static class ImportCommand
{
    private const string Svd = "svd";

    public static Command Create(Terminal terminal)
    {
        var format = new Argument<string>("format")
        {
            Description = "Format of the files: svd (CMSIS-SVD, of microcontrollers).",
        };
        format.AcceptOnlyFromAmong(Svd);
        var files = new Argument<string[]>("files")
        {
            Description = "Files to import.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "Folder for the specs: one file for each block of registers.",
            Required = true,
        };
        var prefix = new Option<string>("--prefix")
        {
            Description = "First word of the names of the specs, such as Rp2040: two specs of a project cannot have the same name.",
            HelpName = "Prefix",
            DefaultValueFactory = _ => "",
        };
        prefix.Validators.Add(given =>
        {
            foreach (var value in given.Tokens.Where(static token => !Names.IsSpelled(token.Value, NameStyle.Pascal)))
                given.AddError($"{value.Value} cannot begin the name of a spec: an upper-case letter, then letters and digits can, such as Rp2040.");
        });
        var force = new Option<bool>("--force")
        {
            Description = "Replace files that differ.",
        };
        var command = new Command("import", "Write specs from register descriptions in other formats.") { format, files, output, prefix, force };
        command.SetAction(given => Run(given.GetRequiredValue(files), given.GetRequiredValue(output), given.GetValue(prefix)!, given.GetValue(force), terminal));
        return command.WithExamples(
            ("vtd import svd RP2040.svd -o specs", "a spec for each peripheral; # lost: comments where the language cannot express a fact"),
            ("vtd check specs", "then check what was written"));
    }

    private static int Run(IReadOnlyList<string> files, string folder, string prefix, bool force, Terminal terminal)
    {
        try
        {
            var specs = files.SelectMany(file => SvdImporter.Import(file, prefix)).ToList();
            var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var spec in specs)
            {
                if (!texts.TryAdd(Path.Combine(folder, spec.Name.ToLowerInvariant() + ".vtd.yaml"), SpecWriter.Write(spec)))
                    throw new UnusableSpecException($"two of the files have a block {spec.Name}. Import them into folders of their own, each with a --prefix.");
            }

            if (!force && texts.FirstOrDefault(static file => File.Exists(file.Key) && File.ReadAllText(file.Key) != file.Value).Key is { } different)
                throw new UnusableSpecException($"{different} exists and differs. Nothing is written; --force replaces it.");

            Directory.CreateDirectory(folder);
            foreach (var (path, text) in texts)
                File.WriteAllText(path, text);
            Report(specs, terminal);
            return ExitCode.Success;
        }
        catch (Exception failure) when (failure is UnusableSpecException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"vtd: {failure.Message}");
            return ExitCode.Unusable;
        }
    }

    private static void Report(IReadOnlyList<ImportedSpec> specs, Terminal terminal)
    {
        var registers = specs.SelectMany(static spec => spec.Registers).ToList();
        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{specs.Count} specs, {registers.Count} registers, {registers.Sum(static register => register.Layout.Fields.Count)} fields, {specs.Sum(static spec => spec.Enums.Count)} enums."));
        var losses = specs.SelectMany(static spec => spec.AllLosses()).ToList();
        if (losses.Count == 0)
            return;

        terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{losses.Count} facts are lost; # lost: comments name them:"));
        foreach (var kind in losses.GroupBy(static loss => loss.Kind).OrderByDescending(static kind => kind.Count()))
            terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {kind.Count(),6}  {kind.Key}"));
    }
}
