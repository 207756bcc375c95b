using System.Diagnostics;
using System.Text.Json;
using Vtd.Tool;
using Vtd.Tool.Terminals;

namespace Vtd.Testing;

/// <summary>One run of the command `vtd`, as if its output went to files.</summary>
internal sealed record VtdRun(int ExitCode, string Output, string Error)
{
    public string LastLine => Output.TrimEnd('\n').Split('\n')[^1];

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static VtdRun Of(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = VtdCommand.Run(arguments, new Terminal(output, error, outputIsScreen: false, errorIsScreen: false));
        return new VtdRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The same as a process of its own.</summary>
    public static VtdRun OfProcess(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "vtd.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new VtdRun(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
