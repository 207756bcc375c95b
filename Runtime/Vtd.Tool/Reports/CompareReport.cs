using System.Globalization;
using Vtd.Conformance.Compare;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Reports;

/// <summary>The summary for people. Its last line is the same everywhere: programs may read that one.</summary>
internal sealed class CompareReport(Terminal terminal)
{
    /// <summary>Plain lines all through: scripts are to be copied from here into files.</summary>
    public void Write(CompareSummary summary)
    {
        var output = terminal.Output;
        output.WriteLine($"QEMU {summary.Version}, {summary.Device}");
        foreach (var deviation in summary.Deviations)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {deviation.Name}  {deviation.Count}  {deviation.Reason}"));
        foreach (var failure in summary.Failures)
            Write(failure);
        if (summary.Ended > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"QEMU ended {summary.Ended} times"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"explained {summary.Explained}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"compared {summary.Scripts} scripts, {summary.Operations} operations, mismatches {summary.Mismatches}"));
    }

    private void Write(FailedScript failure)
    {
        var output = terminal.Output;
        output.WriteLine();
        output.WriteLine($"# {failure.Name}");
        foreach (var step in failure.Steps)
            output.WriteLine(step);
        foreach (var mismatch in failure.Mismatches)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# line {mismatch.Line}: {mismatch.Text}"));
            output.WriteLine($"#   expected {Commented(mismatch.Expected)}");
            output.WriteLine($"#   got      {Commented(mismatch.Actual)}");
        }

        output.WriteLine();
    }

    private static string Commented(string text) => text.Replace("\n", "\n#   ", StringComparison.Ordinal);
}
