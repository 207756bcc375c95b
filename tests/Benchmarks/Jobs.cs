using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using Perfolizer.Horology;

namespace Vtd.Benchmarks;

/// <summary>How the figures are taken: carefully, or in a minute or two for a look.</summary>
internal sealed record Jobs(bool Short)
{
    /// <summary>One run a process.</summary>
    public IConfig First => With(new Job("First")
        .WithStrategy(RunStrategy.ColdStart).WithLaunchCount(Short ? 3 : 10).WithWarmupCount(0).WithIterationCount(1)
        .WithInvocationCount(1).WithUnrollFactor(1));

    /// <summary>Each run is prepared by itself, so each is timed by itself.</summary>
    public IConfig Prepared => With(new Job("Prepared")
        .WithStrategy(RunStrategy.Monitoring).WithWarmupCount(Short ? 10 : 30).WithIterationCount(Short ? 15 : 50)
        .WithInvocationCount(1).WithUnrollFactor(1));

    /// <summary>Nanoseconds, many in a row.</summary>
    public IConfig Repeated => With(Short
        ? new Job("Repeated").WithIterationTime(TimeInterval.FromMilliseconds(100)).WithWarmupCount(2).WithIterationCount(5)
        : new Job("Repeated"));

    private static IConfig With(Job job) => DefaultConfig.Instance.AddJob(job);
}
