using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Vtd.Benchmarks;
using Vtd.Benchmarks.Analysis;
using Vtd.Benchmarks.Generation;
using Vtd.Benchmarks.Registers;
using Vtd.Benchmarks.Unit;

var jobs = new Jobs(Short: args.Contains("--short"));
switch (args.Where(argument => argument != "--short").ToArray())
{
    case ["generator"]:
        return Generation();
    case ["registers"]:
        return ExitCode(Run((typeof(RegisterFileWrites), jobs.Repeated), (typeof(RegisterFileReads), jobs.Repeated)));
    case ["runtime"]:
        return Unit();
    case ["analyzers"]:
        return Analyzers();
    case ["all"]:
        return Math.Max(Math.Max(Generation(), Unit()), Analyzers());
    default:
        Console.Error.WriteLine("usage: Benchmarks generator|registers|runtime|analyzers|all [--short]");
        return 2;
}

int Generation()
{
    var summaries = Run((typeof(FirstRun), jobs.First), (typeof(LaterRuns), jobs.Prepared));
    GenerationGoals.Print(first: summaries[0], later: summaries[1]);
    return ExitCode(summaries);
}

int Unit()
{
    var summaries = Run(
        (typeof(RegisterAccess), jobs.Repeated),
        (typeof(QueueDescriptor), jobs.Repeated),
        (typeof(QueueDescriptorBesideOthers), jobs.Repeated),
        (typeof(CacheHit), jobs.Repeated),
        (typeof(CacheMiss), jobs.Repeated),
        (typeof(SystemReset), jobs.Prepared));
    UnitFigures.Print(registers: summaries[0], queue: summaries[1], others: summaries[2], hits: summaries[3], misses: summaries[4], resets: summaries[5]);
    return ExitCode(summaries);
}

int Analyzers() => AnalyzerShare.Measure(builds: jobs.Short ? 3 : 9);

// All together, so that they are built once.
static Summary[] Run(params (Type Type, IConfig Config)[] benchmarks) =>
    BenchmarkRunner.Run(benchmarks.Select(item => BenchmarkConverter.TypeToBenchmarks(item.Type, item.Config)).ToArray());

// A figure that misses its goal is no failure; one that could not be taken is.
static int ExitCode(Summary[] summaries) =>
    summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
