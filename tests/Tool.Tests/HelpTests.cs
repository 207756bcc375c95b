using Vtd.Testing;

namespace Vtd.Tool.Tests;

public sealed class HelpTests
{
    [Fact]
    public void EveryCommandHasAnExample()
    {
        var commands = VtdRun.Of("--help").Output.Split("Commands:\n")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])
            .ToList();

        Assert.Contains("replay", commands);
        Assert.All(commands, command =>
        {
            var help = VtdRun.Of(command, "--help");

            Assert.Equal(0, help.ExitCode);
            Assert.Contains($"\nExamples:\n  vtd {command} ", help.Output, StringComparison.Ordinal);
        });
    }
}
