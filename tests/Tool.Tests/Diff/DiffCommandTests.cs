using System.Diagnostics;

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
        Assert.Equal(["spec", "kind", "name", "part", "difference", "facet", "before", "after", "breaks"], change.EnumerateObject().Select(static property => property.Name));
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

    [GitFact]
    public void ARevisionOfGitIsAnOldVersion()
    {
        Directory.CreateDirectory(_folder.PathOf("spec"));
        File("spec/uart", Old);
        Commit("first");
        File("spec/uart", More);
        Commit("second");
        var added = "breaks nothing\n  enum Parity.Odd  added\n\nchanged 1, breaking 0\n";

        Assert.Equal((0, added), Answer("HEAD~1", "spec"));
        Assert.Equal((0, added), Answer("HEAD~1", "spec/uart.vtd.yaml"));
        Assert.Equal((0, "changed 0, breaking 0\n"), Answer("HEAD", "spec"));
        Assert.Equal((1, "breaks users\n  enum Parity.Odd  removed  (code that uses it no longer compiles)\n\nchanged 1, breaking 1\n"), Answer("HEAD..HEAD~1", "spec"));

        Directory.Delete(_folder.PathOf("spec"), recursive: true);
        Assert.Equal((0, added), Answer("HEAD~1..HEAD", "spec"));
        Assert.Equal((0, added), Answer("HEAD~1..HEAD", "spec/uart.vtd.yaml"));
    }

    [GitFact]
    public void ARevisionThatCannotBeReadIsOneLine()
    {
        File("uart", Old);
        Commit("first");

        Assert.Equal("vtd: HEAD~9: no such file, folder or git revision\n", VtdRun.Of("diff", "HEAD~9", _folder.PathOf("uart.vtd.yaml")).Error);
        Assert.Equal("vtd: --help: no such file, folder or git revision\n", VtdRun.Of("diff", "--", "--help", _folder.PathOf("uart.vtd.yaml")).Error);
        Assert.EndsWith("none.vtd.yaml: no spec files at this path in the revision\n", VtdRun.Of("diff", "HEAD", _folder.PathOf("none.vtd.yaml")).Error);
    }

    private (int ExitCode, string Output) Answer(string revision, string path)
    {
        var run = VtdRun.Of("diff", revision, _folder.PathOf(path));
        Assert.Equal("", run.Error);
        return (run.ExitCode, run.Output);
    }

    private void Commit(string message)
    {
        foreach (var arguments in (string[][])[["init", "-q"], ["add", "-A"], ["-c", "user.name=Tests", "-c", "user.email=tests@example.org", "commit", "-q", "-m", message]])
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder.PathOf(".") })!;
            git.WaitForExit();
            Assert.Equal(0, git.ExitCode);
        }
    }

    private string File(string name, string text) => _folder.Write(name + ".vtd.yaml", text.TrimEnd('\n').Split('\n'));
}
