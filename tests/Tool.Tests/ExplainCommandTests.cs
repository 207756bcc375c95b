using Spectre.Console;
using Vtd.Spec.Tools.Reference;
using Vtd.Tool.Reports;

namespace Vtd.Tool.Tests;

public sealed class ExplainCommandTests
{
    [Theory]
    [InlineData("VTD0304")]
    [InlineData("vtd0304")]
    public void APageIsPrintedAsItIs(string id)
    {
        var run = VtdRun.Of("explain", id);

        Assert.Equal((0, DiagnosticPages.Find("VTD0304")!.Text, ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void TheListHasEveryPage()
    {
        var run = VtdRun.Of("explain", "--list");

        Assert.Equal(0, run.ExitCode);
        Assert.All(DiagnosticPages.All, page => Assert.Contains($"  {page.Id}  {page.Title}\n", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void AnUnknownIdIsAnsweredWithTheNearest()
    {
        var near = VtdRun.Of("explain", "VTD304");
        var far = VtdRun.Of("explain", "[nothing]");

        Assert.Equal((2, "", "vtd: there is no diagnostic 'VTD304'. Did you mean VTD0304? vtd explain --list shows all.\n"), (near.ExitCode, near.Output, near.Error));
        Assert.Equal((2, "", "vtd: there is no diagnostic '[nothing]'. vtd explain --list shows all.\n"), (far.ExitCode, far.Output, far.Error));
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("explain", "--list", "VTD0304")]
    public void OneIdOrTheListIsNeeded(params string[] arguments)
    {
        var run = VtdRun.Of(arguments);

        Assert.Equal((2, "vtd: vtd explain takes one ID, or --list. (vtd --help tells more)\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void OnAScreenHeadingsAndCodeHaveColours()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.Standard });

        PageText.Write("# A [title]\n\n```yaml\na: 1\n```\n", console);

        Assert.Matches("\u001b\\[1m# A \\[title\\]\u001b\\[0m\n", output.ToString());
        Assert.Matches("\u001b\\[94?m?.*a: 1", output.ToString());
    }
}
