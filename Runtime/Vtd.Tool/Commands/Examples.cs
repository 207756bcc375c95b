using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Vtd.Tool.Commands;

/// <summary>Command lines that the help of a command ends with.</summary>
internal static class Examples
{
    /// <summary>Adds examples to the command's help.</summary>
    /// <param name="command">A subcommand of vtd.</param>
    /// <param name="examples">Each a whole command line and, if it does not speak for itself, what it does.</param>
    public static Command WithExamples(this Command command, params (string Line, string? Does)[] examples)
    {
        command.Options.Add(new HelpOption { Action = new HelpWithExamples(examples) });
        return command;
    }

    /// <summary>Adds examples that speak for themselves.</summary>
    public static Command WithExamples(this Command command, params string[] lines) =>
        command.WithExamples([.. lines.Select(line => (line, (string?)null))]);

    private sealed class HelpWithExamples((string Line, string? Does)[] examples) : SynchronousCommandLineAction
    {
        private readonly HelpAction _help = new();

        /// <summary>Help is given even if the rest of the command line is wrong.</summary>
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var exitCode = _help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            var width = examples.Max(example => example.Line.Length);
            foreach (var (line, does) in examples)
                output.WriteLine(does is null ? $"  {line}" : $"  {line.PadRight(width)}  {does}");

            return exitCode;
        }
    }
}
