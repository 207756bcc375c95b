using System.CommandLine;
using System.Globalization;
using Vtd.Spec.Language;
using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Import.IpXact;
using Vtd.Spec.Tools.Import.Reggen;
using Vtd.Spec.Tools.Import.Svd;
using Vtd.Spec.Tools.Import.SystemRdl;
using Vtd.Spec.Tools.Specs;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd import`: register descriptions in other formats as specs.</summary>
internal static class ImportCommand
{
    /// <summary>The formats by their words.</summary>
    private static readonly Dictionary<string, Func<string, string, IReadOnlyList<ImportedSpec>>> s_formats = new(StringComparer.Ordinal)
    {
        ["svd"] = SvdImporter.Import,
        ["reggen"] = ReggenImporter.Import,
        ["systemrdl"] = SystemRdlImporter.Import,
        ["ipxact"] = IpXactImporter.Import,
    };

    public static Command Create(Terminal terminal)
    {
        var format = new Argument<string>("format")
        {
            Description = "Format of the files: svd (CMSIS-SVD, of microcontrollers), reggen (Hjson of OpenTitan), systemrdl (SystemRDL 1.0 and 2.0) or ipxact (IP-XACT of 2009 and 2014).",
        };
        format.AcceptOnlyFromAmong([.. s_formats.Keys]);
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
        var json = new Option<bool>("--json") { Description = "Print the summary as one JSON object and nothing else." };
        var command = new Command("import", "Write specs from register descriptions in other formats.") { format, files, output, prefix, force, json };
        command.SetAction(given => Run(
            () => [.. given.GetRequiredValue(files).SelectMany(file => s_formats[given.GetRequiredValue(format)](file, given.GetValue(prefix)!))],
            given.GetRequiredValue(output), given.GetValue(force), given.GetValue(json), terminal));
        return command.WithExamples(
            ("vtd import svd RP2040.svd -o specs", "a spec for each peripheral; # lost: comments where the language cannot express a fact"),
            ("vtd import systemrdl uart.rdl -o specs --json", "SystemRDL; the summary for a script"),
            ("vtd check specs", "then check what was written"));
    }

    private static int Run(Func<IReadOnlyList<ImportedSpec>> import, string folder, bool force, bool asJson, Terminal terminal)
    {
        try
        {
            var specs = import();
            var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var spec in specs)
            {
                if (!texts.TryAdd(Path.Combine(folder, spec.FileName), SpecWriter.Write(spec)))
                    throw new UnusableSpecException($"two of the files have a block {spec.Name}. Import them into folders of their own, each with a --prefix.");
            }

            if (!force && texts.FirstOrDefault(static file => File.Exists(file.Key) && File.ReadAllText(file.Key) != file.Value).Key is { } different)
                throw new UnusableSpecException($"{different} exists and differs. Nothing is written; --force replaces it.");

            Directory.CreateDirectory(folder);
            foreach (var (path, text) in texts)
                File.WriteAllText(path, text);
            if (asJson)
                terminal.Output.WriteLine(ImportJson.Write(specs));
            else
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
