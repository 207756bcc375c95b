using System.Diagnostics;
using System.Text;

namespace Vtd.Package.Tests;

/// <summary>What a child process said, standard output and error together.</summary>
/// <param name="Command">The command line, for messages.</param>
internal sealed record Outcome(string Command, int ExitCode, string Output)
{
    /// <summary>Asserts success; a failure shows the whole output.</summary>
    public Outcome Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command}\nexited with {ExitCode}:\n{Output}");
        return this;
    }

    /// <summary>Asserts failure; a success shows the whole output.</summary>
    public Outcome Failed()
    {
        Assert.True(ExitCode != 0, $"{Command}\nsucceeded, but should not:\n{Output}");
        return this;
    }
}

/// <summary>The <c>dotnet</c> command as a user would call it.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static Outcome Run(string folder, params IEnumerable<string> arguments) => Start("dotnet", folder, arguments);

    /// <summary>Another command, with the same patience.</summary>
    public static Outcome Start(string program, string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // What is measured for better code later is lost on processes of a few seconds.
        start.Environment["DOTNET_TieredPGO"] = "0";
        // A test runner started by MSBuild hands its variables down, and they would steer the build that is started here.
        foreach (var name in start.Environment.Keys.Where(IsOfMSBuild).ToList())
            start.Environment.Remove(name);

        var output = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var command = $"{folder}> {program} {string.Join(' ', start.ArgumentList)}";
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{command}\ndid not end within {Patience}:\n{output}");
        }

        process.WaitForExit();
        return new Outcome(command, process.ExitCode, output.ToString());

        void Add(string? line)
        {
            lock (output)
            {
                if (line is not null)
                    output.Append(line).Append('\n');
            }
        }
    }

    private static bool IsOfMSBuild(string variable) => variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase);
}
