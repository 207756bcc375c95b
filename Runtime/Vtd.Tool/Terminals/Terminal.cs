using Spectre.Console;

namespace Vtd.Tool.Terminals;

/// <summary>The outputs of a command: results to the output, everything else to the error stream.</summary>
public sealed class Terminal
{
    /// <summary>Wide enough that no line of a redirected report is ever broken.</summary>
    private const int UnlimitedWidth = 4096;

    /// <param name="outputIsScreen">The output is a screen: colours are welcome, lines fit the window.</param>
    /// <param name="errorIsScreen">Progress may be drawn.</param>
    public Terminal(TextWriter output, TextWriter error, bool outputIsScreen, bool errorIsScreen)
    {
        Output = new GuardedWriter(output, static failure => throw new UnwritableOutputException(failure));
        Error = new GuardedWriter(error, static _ => { });
        ErrorIsScreen = errorIsScreen;
        Report = Console(new(output, outputIsScreen ? Output : new TrimmingWriter(Output)), outputIsScreen);
        Progress = Console(new(error, Error), errorIsScreen);
    }

    /// <summary>Throws <see cref="UnwritableOutputException"/> if the output takes nothing.</summary>
    public TextWriter Output { get; }

    /// <summary>The error stream. Text is lost if it cannot be written: only the exit code is left then.</summary>
    public TextWriter Error { get; }

    public bool ErrorIsScreen { get; }

    /// <summary>Formatted text on the output; plain when it is redirected.</summary>
    public IAnsiConsole Report { get; }

    /// <summary>Progress on the error stream.</summary>
    public IAnsiConsole Progress { get; }

    public static Terminal OfProcess() =>
        new(System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected, !System.Console.IsErrorRedirected);

    private static IAnsiConsole Console(ConsoleOutput output, bool isScreen)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = isScreen ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isScreen ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isScreen ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isScreen)
            console.Profile.Width = UnlimitedWidth;

        return console;
    }

    /// <summary>A console that is recognized by its own writer, and written to through another one.</summary>
    private sealed class ConsoleOutput(TextWriter own, TextWriter writer) : IAnsiConsoleOutput
    {
        private readonly AnsiConsoleOutput _own = new(own);

        public TextWriter Writer => writer;

        public bool IsTerminal => _own.IsTerminal;

        public int Width => _own.Width;

        public int Height => _own.Height;

        public void SetEncoding(System.Text.Encoding encoding) => _own.SetEncoding(encoding);
    }
}
