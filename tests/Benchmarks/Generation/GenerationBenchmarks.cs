using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;

namespace Vtd.Benchmarks.Generation;

/// <summary>The first run of a generator in a process: it is compiled and run. Loading its file is not counted.</summary>
public class FirstRun
{
    private Session _session = null!;

    [Params(Generators.Ours, Generators.Portable, Generators.Peer)]
    public string Generator { get; set; } = "";

    [Params(1, 10)]
    public int Files { get; set; }

    [GlobalSetup]
    public void Open()
    {
        Session.WarmCompiler();
        _session = new Session(Generator, Files);
    }

    [Benchmark]
    public GeneratorDriver Cold() => _session.Run();

    [GlobalCleanup]
    public void Check() => _session.Check();
}

/// <summary>What somebody waits for who types: the runs after the first, with the ten-file input.</summary>
public class LaterRuns
{
    private Session _session = null!;

    [Params(Generators.Ours, Generators.Peer)]
    public string Generator { get; set; } = "";

    [GlobalSetup]
    public void Open()
    {
        _session = new Session(Generator, files: 10);
        _session.Run();
        _session.Check();
    }

    [IterationSetup(Target = nameof(UnrelatedEdit))]
    public void EditUnrelated() => _session.EditUnrelated();

    [Benchmark]
    public GeneratorDriver UnrelatedEdit() => _session.Run();

    [IterationSetup(Target = nameof(OneFileEdit))]
    public void EditOneFile()
    {
        if (Generator == Generators.Ours)
            _session.EditSpec();
        else
            _session.EditMappers();
    }

    [Benchmark]
    public GeneratorDriver OneFileEdit() => _session.Run();

    [IterationSetup(Target = nameof(Everything))]
    public void Forget() => _session.Forget();

    [Benchmark]
    public GeneratorDriver Everything() => _session.Run();

    [GlobalCleanup]
    public void Check() => _session.Check();
}

/// <summary>Names of the generators, as the build tells where they are.</summary>
public static class Generators
{
    /// <summary>As the package delivers it to this machine: precompiled.</summary>
    public const string Ours = "Vtd.Codegen";

    /// <summary>As the package delivers it to all others.</summary>
    public const string Portable = "Vtd.Codegen, portable";

    public const string Peer = "Riok.Mapperly";
}
