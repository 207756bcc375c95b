namespace Vtd.Tool.Tests.Diff;

public sealed class DiffCommandTests : IDisposable
{
    private const string Old = "spec: Uart\nenums:\n  Parity: { width: 2, codes: { None: 0, Even: 1 } }\n";
    private const string More = "spec: Uart\nenums:\n  Parity: { width: 2, codes: { None: 0, Even: 1, Odd: 2 } }\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NothingChanged()
    {
        var run = VtdRun.Of("diff", File("old", Old), File("new", Old + "# a comment\n"));

        Assert.Equal((0, "changed 0, breaking 0\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void AnAdditionBreaksNothing()
    {
        var run = VtdRun.Of("diff", File("old", Old), File("new", More));

        Assert.Equal((0, "breaks nothing\n  enum Parity.Odd  added\n\nchanged 1, breaking 0\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void ARemovalBreaksUsers()
    {
        var run = VtdRun.Of("diff", File("old", More), File("new", Old));

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("breaks users\n  enum Parity.Odd  removed  (code that uses it no longer compiles)\n\nchanged 1, breaking 1\n", run.Output);
    }

    [Fact]
    public void MarkdownIsATable()
    {
        var about = File("new", Old.Replace("{ width", "{ about: a | b <c>, width", StringComparison.Ordinal));
        var run = VtdRun.Of("diff", File("old", Old), about, "--markdown");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            "| where | what | breaks users |\n|---|---|---|\n| enum `Parity` | about: none -> a \\| b &lt;c> | no |\n\nchanged 1, breaking 0\n", run.Output);
    }

    [Fact]
    public void JsonSaysTheSame()
    {
        var json = VtdRun.Of("diff", File("old", More), File("new", Old), "--json").Json;

        Assert.Equal((1, 1), (json.GetProperty("changed").GetInt32(), json.GetProperty("breaking").GetInt32()));
        var change = json.GetProperty("changes")[0];
        Assert.Equal(
            ["Uart", "enum", "Parity", "Odd", "removed", "code that uses it no longer compiles"],
            new[] { "spec", "kind", "name", "part", "difference", "breaks" }.Select(name => change.GetProperty(name).GetString()));
    }

    [Fact]
    public void ABrokenSpecIsNotCompared()
    {
        var run = VtdRun.Of("diff", File("old", Old), File("new", Old.Replace("Even: 1", "Even: 9", StringComparison.Ordinal)));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Matches("^vtd: .*new.vtd.yaml: 1 errors \\(vtd check .* tells them\\)\n$", run.Error);
    }

    [Fact]
    public void AMissingFileIsOneLine()
    {
        var run = VtdRun.Of("diff", File("old", Old), _folder.PathOf("nothing"));

        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith("nothing: no such file or folder\n", run.Error);
    }

    private string File(string name, string text) => _folder.Write(name + ".vtd.yaml", text.TrimEnd('\n').Split('\n'));
}
