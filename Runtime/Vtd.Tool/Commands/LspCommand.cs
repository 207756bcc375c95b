using System.CommandLine;
using Vtd.Spec.LanguageServer;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd lsp`: serves editors.</summary>
internal static class LspCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("paths")
        {
            Description = "Spec files, folders and projects that are checked together. Documents elsewhere are checked with the files of their folder.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var stdio = new Option<bool>("--stdio") { Description = "Use the standard streams. The server always does; some clients add the option." };
        var command = new Command("lsp", "Serve an editor on the standard streams, by the Language Server Protocol: findings, completion, hovers, definitions, renames.")
        {
            paths, stdio,
        };
        command.SetAction(given => Run([.. (given.GetValue(paths) ?? []).Select(Path.GetFullPath)], terminal));
        return command.WithExamples(
            ("vtd lsp", "the command for the settings of an editor"),
            ("vtd lsp Device.csproj", "with the files of a project and of the projects that it references"));
    }

    private static int Run(IReadOnlyList<string> paths, Terminal terminal)
    {
        try
        {
            return SpecLanguageServer.RunAsync(Console.OpenStandardInput(), Console.OpenStandardOutput(), paths).GetAwaiter().GetResult() ? ExitCode.Success : ExitCode.Found;
        }
        catch (IOException failure)
        {
            terminal.Error.WriteLine($"vtd lsp: the standard streams cannot be used: {failure.Message}");
            return ExitCode.Unusable;
        }
    }
}
