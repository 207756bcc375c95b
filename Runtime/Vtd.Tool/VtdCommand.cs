using System.CommandLine;
using Vtd.Tool.Commands;
using Vtd.Tool.Terminals;

namespace Vtd.Tool;

/// <summary>The command `vtd`: a subcommand a file.</summary>
public static class VtdCommand
{
    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var root = new RootCommand("Registers, descriptors and in-memory tables in YAML, and the model of an Intel VT-d unit that is made from them.")
        {
            BootCommand.Create(terminal),
            CheckCommand.Create(terminal),
            CompareCommand.Create(terminal),
            DecodeCommand.Create(terminal),
            DiffCommand.Create(terminal),
            DocsCommand.Create(terminal),
            EncodeCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            ExportCommand.Create(terminal),
            GenerateCommand.Create(terminal),
            ImportCommand.Create(terminal),
            LspCommand.Create(terminal),
            RecordCommand.Create(terminal),
            ReferenceCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            SchemaCommand.Create(terminal),
            ServeCommand.Create(terminal),
            ShowCommand.Create(terminal),
        };
        var parsed = root.Parse(arguments);
        try
        {
            var misspelled = Misspelled.In(parsed);
            if (misspelled is null && parsed.Errors.Count == 0)
                return parsed.Invoke(new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false });

            terminal.Error.WriteLine($"vtd: {misspelled ?? parsed.Errors[0].Message} (vtd --help tells more)");
        }
        catch (UnwritableOutputException failure)
        {
            terminal.Error.WriteLine($"vtd: {failure.Message}");
        }

        return ExitCode.Unusable;
    }
}
