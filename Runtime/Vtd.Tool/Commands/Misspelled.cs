using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Vtd.Spec.Tools.Decode;

namespace Vtd.Tool.Commands;

/// <summary>Words of a command line that are no command and no option, and what may be meant.</summary>
internal static class Misspelled
{
    private const string OptionStart = "--";

    /// <summary>Describes the first such word; null if there is none.</summary>
    public static string? In(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (!command.TreatUnmatchedTokensAsErrors)
            return null;

        // Without subcommands to choose from, a word that is too much is no misspelled one.
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var word, ..] && !word.StartsWith('-'))
            return $"There is no command '{word}'{ItemNames.Suggestion(word, command.Subcommands.Select(static one => one.Name))}";

        return Words(parsed).FirstOrDefault(static one => one.StartsWith(OptionStart, StringComparison.Ordinal)) is { } option
            ? $"{Name(command)} has no option '{option}'{ItemNames.Suggestion(option, command.Options.SelectMany(static one => one.Aliases.Append(one.Name)))}"
            : null;
    }

    /// <summary>Words that went nowhere, or into an argument of the command; what follows -- is meant as it is.</summary>
    private static IEnumerable<string> Words(ParseResult parsed)
    {
        if (parsed.Tokens.Any(static token => token.Type == TokenType.DoubleDash))
            return [];

        // Commands without options of their own hand all of them on, as `vtd serve` does.
        if (parsed.CommandResult.Command.Options.All(static option => option is HelpOption))
            return parsed.UnmatchedTokens;

        return parsed.UnmatchedTokens.Concat(parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static one => one.Tokens).Select(static token => token.Value));
    }

    private static string Name(Command command) => command is RootCommand ? "vtd" : $"vtd {command.Name}";
}
