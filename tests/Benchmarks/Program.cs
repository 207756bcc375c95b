using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Vtd.Benchmarks;
using Vtd.Benchmarks.Generation;
using Vtd.Benchmarks.Unit;

var jobs = new Jobs(Short: args.Contains("--short"));
switch (args.Where(argument => argument != "--short").ToArray())
{
    case ["generator"]:
        return Generation();
    case ["runtime"]:
        return Unit();
    case ["all"]:
        return Math.Max(Generation(), Unit());
    default:
        Console.Error.WriteLine("usage: Benchmarks generator|runtime|all [--short]");
        return 2;
}

int Generation()
{
    var first = BenchmarkRunner.Run<FirstRun>(jobs.First);
    var later = BenchmarkRunner.Run<LaterRuns>(jobs.Prepared);
    GenerationGoals.Print(first, later);
    return ExitCode(first, later);
}

int Unit()
{
    var registers = BenchmarkRunner.Run<RegisterAccess>(jobs.Repeated);
    var queue = BenchmarkRunner.Run<QueueDescriptor>(jobs.Repeated);
    var others = BenchmarkRunner.Run<QueueDescriptorBesideOthers>(jobs.Repeated);
    var hits = BenchmarkRunner.Run<CacheHit>(jobs.Repeated);
    var resets = BenchmarkRunner.Run<SystemReset>(jobs.Prepared);
    UnitFigures.Print(registers, queue, others, hits, resets);
    return ExitCode(registers, queue, others, hits, resets);
}

// A figure that misses its goal is no failure; one that could not be taken is.
static int ExitCode(params ReadOnlySpan<Summary> summaries)
{
    foreach (var summary in summaries)
    {
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
            return 1;
    }

    return 0;
}
