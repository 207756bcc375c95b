using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Vtd.Benchmarks;

/// <summary>How the figures are taken: carefully, each in a process of its own, or in a minute or two for a look.</summary>
internal sealed record Jobs(bool Short)
{
    /// <summary>One run a process.</summary>
    public IConfig First => With(new Job("First")
        .WithStrategy(RunStrategy.ColdStart).WithLaunchCount(Short ? 3 : 10).WithWarmupCount(0).WithIterationCount(1)
        .WithInvocationCount(1).WithUnrollFactor(1));

    /// <summary>Each run is prepared by itself, so each is timed by itself; warmed up as an editor is that has been open for a while.</summary>
    public IConfig Prepared => With(InProcessIfShort(new Job("Prepared"))
        .WithStrategy(RunStrategy.Monitoring).WithWarmupCount(Short ? 40 : 100).WithIterationCount(Short ? 20 : 100)
        .WithInvocationCount(1).WithUnrollFactor(1));

    /// <summary>Nanoseconds, many in a row; the first ones only until the compiler has optimized what all of them run.</summary>
    public IConfig Repeated => With(Short
        ? InProcessIfShort(new Job("Repeated")).WithIterationTime(TimeInterval.FromMilliseconds(50)).WithWarmupCount(12).WithIterationCount(7)
        : new Job("Repeated"));

    private Job InProcessIfShort(Job job) => Short ? job.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(5), logOutput: true)) : job;

    private static IConfig With(Job job) => DefaultConfig.Instance.AddJob(job);
}
