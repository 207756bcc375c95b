using System.Diagnostics;
using System.Text;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Tests;

/// <summary>An output that takes nothing ends a command with one line and exit code 2, whatever the command.</summary>
public sealed class UnwritableOutputTests : IDisposable
{
    private const string Failure = "vtd: the output cannot be written: No space left on device\n";

    /// <summary>Every way in which commands write: as they are, as JSON, and as other formats.</summary>
    private static readonly string[] s_commands =
    [
        "--help", "--version", "boot --help", "check Spec/vtd", "check Spec/vtd --json", "check Spec/vtd --sarif -", "compare --help", "decode GSTS 0xc7000000", "decode GSTS 1 --json",
        "decode --regset REGSET", "decode --regset REGSET --json", "decode --debugfs REGSET", "decode --debugfs REGSET --json", "decode --dmesg LOG", "decode --dmesg LOG --json", "diff Spec/vtd Spec/vtd",
        "diff Spec/vtd Spec/vtd --json", "diff Spec/vtd Spec/vtd --markdown", "docs -o FOLDER", "encode GCMD TE=1", "encode GCMD TE=1 --json", "explain VTD0304", "explain --list", "export", "export --format c-header",
        "export --format svd", "export --format systemrdl", "export --format markdown", "export --format csharp-constants", "export --format ksy",
        "generate Spec/vtd -o FOLDER", "generate Spec/vtd -o FOLDER --check",
        "import svd SVD -o FOLDER", "import svd SVD -o FOLDER --json", "lsp --help", "record --help", "reference", "replay RECORDING", "replay RECORDING --json", "replay RECORDING --dump-at 1000", "replay RECORDING --dump-at 1000 --json", "schema",
        "serve --help", "show FECTL",
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Commands => [.. s_commands];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public void EndsWithALineAndExitCode2(string command)
    {
        using var output = new FullWriter();
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = VtdCommand.Run(Words(command), new Terminal(output, error, outputIsScreen: false, errorIsScreen: false));
        Assert.Equal((2, Failure), (exitCode, error.ToString()));
    }

    [Fact]
    public void NoCommandIsLeftOut() => Assert.All(
        VtdRun.Of("--help").Output.Split("Commands:\n")[1].Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' '),
        line => Assert.Contains(s_commands, command => command.Split(' ')[0] == line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("explain VTD9999")]
    public void AnErrorStreamThatTakesNothingLeavesTheExitCode(string command)
    {
        using var output = new StringWriter();
        using var error = new FullWriter();
        Assert.Equal(2, VtdCommand.Run(command.Split(' '), new Terminal(output, error, outputIsScreen: false, errorIsScreen: false)));
    }

    [Theory]
    [InlineData("vtd", "schema", ">/dev/full", 2, "vtd: the output cannot be written: No space left on device\n")]
    [InlineData("vtd", "schema", ">&-", 2, "vtd: the output cannot be written: Bad file descriptor\n")]
    [InlineData("vtd", "schema", ">&- 2>&-", 2, "")]
    [InlineData("vtd", "nonsense", "2>/dev/full", 2, "")]
    [InlineData("vtd", "serve -M q35 -qtest stdio", ">/dev/full", 2, "vtd serve: the standard output cannot be written: No space left on device\n")]
    [InlineData("vtd", "serve -M q35 -qmp stdio", ">/dev/full", 2, "vtd serve: the standard output cannot be written: No space left on device\n")]
    [InlineData("vtd", "serve -M q35 -qtest stdio", ">&-", 2, "vtd serve: the standard output cannot be written: Bad file descriptor\n")]
    [InlineData("qemu-system-x86_64", "-M q35 -qtest stdio", ">/dev/full", 2, "qemu-system-x86_64: the standard output cannot be written: No space left on device\n")]
    [InlineData("qemu-system-x86_64", "-M q35 -qtest stdio", ">&-", 2, "qemu-system-x86_64: the standard output cannot be written: Bad file descriptor\n")]
    [InlineData("qemu-system-x86_64", "-foo", "2>&-", 1, "")]
    public void AsAProcessTheSame(string program, string command, string redirection, int exitCode, string expected)
    {
        var line = $"echo 'readl 0' | dotnet '{Path.Combine(AppContext.BaseDirectory, program)}.dll' {command} {redirection}";
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", line]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((exitCode, expected), (process.ExitCode, error));
    }

    private string[] Words(string command) =>
    [
        .. command.Split(' ').Select(word => word switch
        {
            "Spec/vtd" => Repository.PathOf(word),
            "REGSET" => Repository.PathOf("tests/Tool.Tests/Decode/Samples/kabylake.regset"),
            "LOG" => Repository.PathOf("tests/Tool.Tests/Decode/Samples/kernel-3.8.log"),
            "SVD" => Repository.PathOf("tests/Tool.Tests/Import/Samples/timer.svd"),
            "RECORDING" => Repository.PathOf("tests/Recordings/qtest-registers.trace.gz"),
            "FOLDER" => _folder.PathOf("site"),
            _ => word,
        }),
    ];

    /// <summary>Writes to a full disk.</summary>
    private sealed class FullWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");
    }
}
