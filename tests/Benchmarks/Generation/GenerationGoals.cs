using System.Globalization;
using BenchmarkDotNet.Reports;

namespace Vtd.Benchmarks.Generation;

/// <summary>The goals of the generator beside what was measured, in one table.</summary>
internal static class GenerationGoals
{
    public static void Print(Summary first, Summary later)
    {
        var rows = new[]
        {
            new Row("first run, one YAML file", 250, Cold(Generators.Ours, 1), Cold(Generators.Peer, 1)),
            new Row("first run, ten YAML files", 250, Cold(Generators.Ours, 10), Cold(Generators.Peer, 10)),
            new Row("one YAML file, portable code", null, Cold(Generators.Portable, 1), Cold(Generators.Peer, 1)),
            new Row("ten YAML files, portable code", null, Cold(Generators.Portable, 10), Cold(Generators.Peer, 10)),
            new Row("after an unrelated C# edit", 1, Later(nameof(LaterRuns.UnrelatedEdit), Generators.Ours), Later(nameof(LaterRuns.UnrelatedEdit), Generators.Peer)),
            new Row("after an edit of one of ten files", 30, Later(nameof(LaterRuns.OneFileEdit), Generators.Ours), Later(nameof(LaterRuns.OneFileEdit), Generators.Peer)),
            new Row("everything again, code warm", null, Later(nameof(LaterRuns.Everything), Generators.Ours), Later(nameof(LaterRuns.Everything), Generators.Peer)),
        };

        Console.WriteLine();
        Console.WriteLine("100 registers x 10 fields beside 100 mappers x 10 properties; medians in ms");
        Line("", "goal", Generators.Ours, Generators.Peer, "ratio", "met?");
        foreach (var row in rows)
        {
            Line(
                row.What,
                row.Goal is { } goal ? $"{(goal == 1 ? "<" : "<=")} {goal}" : "-",
                Number(row.Ours),
                Number(row.Peer),
                Number(row.Peer / row.Ours),
                row.Goal is { } limit ? (row.Ours <= limit ? "yes" : "NO") : "-");
        }

        double Cold(string generator, int files) =>
            Median(first, report => Is(report, nameof(FirstRun.Generator), generator) && Is(report, nameof(FirstRun.Files), files));

        double Later(string method, string generator) =>
            Median(later, report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method && Is(report, nameof(LaterRuns.Generator), generator));
    }

    private static bool Is(BenchmarkReport report, string parameter, object value) => Equals(report.BenchmarkCase.Parameters[parameter], value);

    /// <summary>Milliseconds; not a number if it did not run.</summary>
    private static double Median(Summary summary, Func<BenchmarkReport, bool> which) =>
        (summary.Reports.Single(which).ResultStatistics?.Median ?? double.NaN) / 1e6;

    private static string Number(double value) => value.ToString(value < 10 ? "0.000" : "0", CultureInfo.InvariantCulture);

    private static void Line(string what, string goal, string ours, string peer, string ratio, string met) =>
        Console.WriteLine($"{what,-36}{goal,8}{ours,14}{peer,16}{ratio,10}{met,6}");

    private sealed record Row(string What, double? Goal, double Ours, double Peer);
}
