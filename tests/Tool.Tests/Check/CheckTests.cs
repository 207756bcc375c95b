using Vtd.Tool.Terminals;

namespace Vtd.Tool.Tests.Check;

public sealed class CheckTests : IDisposable
{
    private const string Clean = "spec: Test\nentries: { slot: { size: 64, reserved: [\"63:0\"] } }\n";
    private const string Warning = "spec: Test\nentries: { slot: { size: 64, fields: { P: { bits: 0 } }, reserved: [\"63:1\"] } }\n";
    private const string Error = "spec: Test\nentries: { slot: { size: 65 } }\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File(string text, string name = "device.vtd.yaml") => _folder.Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    [Fact]
    public void CleanFilesGiveTheLastLineOnly()
    {
        var run = VtdRun.Of("check", File(Clean), File(Clean.Replace("Test", "Other", StringComparison.Ordinal), "other.vtd.yaml"));

        Assert.Equal((0, "checked 2 files, 0 errors, 0 warnings\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void AFindingStandsOverItsUnderlinedLine()
    {
        var path = File(Error);
        var run = VtdRun.Of("check", path);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $$"""
            {{path}}(2,26): error VTD0107: 65 is not valid here; expected whole bytes of up to 4096 bits, such as 32, 128 or 1024.
              2 | entries: { slot: { size: 65 } }
                |                          ^^

            checked 1 files, 1 errors, 0 warnings

            """, run.Output);
    }

    [Fact]
    public void WarningsDoNotFail()
    {
        var run = VtdRun.Of("check", File(Warning));

        Assert.Contains("(2,40): warning VTD1004: ", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, "checked 1 files, 0 errors, 1 warnings"), (run.ExitCode, run.LastLine));
    }

    [Fact]
    public void WarningsFailIfTheyAreErrors()
    {
        var run = VtdRun.Of("check", "--warnings-as-errors", File(Warning));

        Assert.Contains("(2,40): error VTD1004: ", run.Output, StringComparison.Ordinal);
        Assert.Equal((1, "checked 1 files, 1 errors, 0 warnings"), (run.ExitCode, run.LastLine));
        Assert.Equal(0, VtdRun.Of("check", "--warnings-as-errors", File(Clean)).ExitCode);
    }

    [Theory]
    [InlineData("--no-lint")]
    [InlineData("--ignore", "VTD1001", "--ignore", "VTD1004")]
    public void WarningsCanBeLeftOut(params string[] options) =>
        Assert.Equal("checked 1 files, 0 errors, 0 warnings\n", VtdRun.Of(["check", File(Warning), .. options]).Output);

    [Theory]
    [InlineData("VTD0107", "VTD0107 is an error of the build; only warnings can be ignored.")]
    [InlineData("VTD9999", "There is no rule VTD9999; --ignore takes an ID such as VTD1003.")]
    public void OnlyWarningsCanBeIgnored(string id, string problem)
    {
        var run = VtdRun.Of("check", File(Error), "--ignore", id);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"vtd: {problem}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeReadIsUnusable()
    {
        foreach (var path in new[] { _folder.PathOf("missing"), _folder.PathOf("."), "/dev/zero" })
        {
            var run = VtdRun.Of("check", path);

            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.StartsWith($"vtd: {path}: ", run.Error, StringComparison.Ordinal);
            Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        }
    }

    [Theory]
    [InlineData("--jsn")]
    [InlineData("--json", "--sarif", "-")]
    public void ACommandLineThatMakesNoSenseIsUnusable(params string[] options) =>
        Assert.Equal(2, VtdRun.Of(["check", File(Clean), .. options]).ExitCode);

    [Fact]
    public void AFileIsCheckedOnceHoweverItIsNamed()
    {
        var path = File(Error);
        var run = VtdRun.Of("check", path, _folder.PathOf("./device.vtd.yaml"), _folder.PathOf("."));

        Assert.Equal("checked 1 files, 1 errors, 0 warnings", run.LastLine);
    }

    [Fact]
    public void LinksInCirclesEnd()
    {
        File(Clean);
        Directory.CreateSymbolicLink(_folder.PathOf("again"), _folder.PathOf("."));

        Assert.Equal("checked 1 files, 0 errors, 0 warnings", VtdRun.Of("check", _folder.PathOf(".")).LastLine);
    }

    [Fact]
    public void ACutUnderlineIsNeverWrapped()
    {
        var run = VtdRun.Of("check", File($"spec: Test\nabout: [{new string('x', 5000)}]\n"));

        Assert.All(run.Output.Split('\n')[1..], line => Assert.InRange(line.Length, 0, 170));
        Assert.Contains("  2 | about: [xxx", run.Output, StringComparison.Ordinal);
        Assert.Contains("xxx…\n    |        ^^^", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonHasTheDocumentedNames()
    {
        var path = File(Warning);
        var run = VtdRun.Of("check", path, "--json");

        Assert.Equal(
            $$"""
            {
              "files": 1,
              "errors": 0,
              "warnings": 1,
              "findings": [
                {
                  "id": "VTD1004",
                  "severity": "warning",
                  "title": "Field without a meaning",
                  "message": "P has no meaning. Add 'meaning:'.",
                  "path": "{{path}}",
                  "line": 2,
                  "column": 40,
                  "endLine": 2,
                  "endColumn": 41,
                  "start": 50,
                  "length": 1
                }
              ]
            }

            """, run.Output);
    }

    [Fact]
    public void TheShippedSpecIsClean()
    {
        var run = VtdRun.Of("check", TestFolders.ShippedSpec, "--warnings-as-errors");

        Assert.EndsWith(" files, 0 errors, 0 warnings", run.LastLine, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void AScreenGetsColoursAndTheSameText()
    {
        var path = File(Error);
        using var output = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(output, TextWriter.Null, outputIsScreen: false, errorIsScreen: false);
        terminal.Report.Profile.Capabilities.Ansi = true;
        terminal.Report.Profile.Capabilities.ColorSystem = Spectre.Console.ColorSystem.Standard;
        VtdCommand.Run(["check", path], terminal);

        Assert.Contains("\e[1;91merror VTD0107\e[0m", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(VtdRun.Of("check", path).Output, System.Text.RegularExpressions.Regex.Replace(output.ToString(), "\e\\[[0-9;]*m", ""));
    }
}
