using Spectre.Console;

namespace Vtd.Tool;

/// <summary>Where a command writes: results to the output, everything else to the error stream.</summary>
internal sealed class Terminal
{
    /// <summary>Wide enough that no line of a redirected report is ever broken.</summary>
    private const int UnlimitedWidth = 4096;

    /// <param name="outputIsScreen">Somebody is looking: colours are welcome, lines fit the window.</param>
    /// <param name="errorIsScreen">Progress may be drawn.</param>
    public Terminal(TextWriter output, TextWriter error, bool outputIsScreen, bool errorIsScreen)
    {
        Output = output;
        Error = error;
        ErrorIsScreen = errorIsScreen;
        Report = Console(output, outputIsScreen);
        Progress = Console(error, errorIsScreen);
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public bool ErrorIsScreen { get; }

    /// <summary>Formatted text on the output; plain when it is redirected.</summary>
    public IAnsiConsole Report { get; }

    /// <summary>Progress on the error stream.</summary>
    public IAnsiConsole Progress { get; }

    public static Terminal OfProcess() =>
        new(System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected, !System.Console.IsErrorRedirected);

    private static IAnsiConsole Console(TextWriter writer, bool isScreen)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isScreen ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isScreen ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isScreen ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isScreen)
            console.Profile.Width = UnlimitedWidth;

        return console;
    }
}
