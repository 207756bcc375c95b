using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Vtd.Benchmarks.Generation;

/// <summary>A project that is open in an editor with one generator: its sources as they are now, and the driver's state.</summary>
internal sealed class Session
{
    private readonly ISourceGenerator _generator;
    private Compilation _compilation = Sources.Compilation();
    private ImmutableArray<AdditionalText> _specs;
    private SyntaxTree _mappers;
    private SyntaxTree _unrelated;
    private GeneratorDriver _driver;
    private int _edit;

    public Session(string generator, int files)
    {
        _generator = GeneratorFile.Load(generator);
        _specs = Sources.Specs(files);
        _mappers = _compilation.SyntaxTrees.First();
        _unrelated = _compilation.SyntaxTrees.Last();
        _driver = Fresh();
    }

    /// <summary>
    /// Gets the compiler going, as one that has compiled other projects before is: the compiler of an SDK is precompiled,
    /// the one from a package is not, and its own compilation would hide what the generators take.
    /// </summary>
    public static void WarmCompiler()
    {
        var compilation = Sources.Compilation();
        compilation.GetDiagnostics();
        CSharpGeneratorDriver.Create([new LineCounter().AsSourceGenerator()], Sources.Specs(10), Sources.ParseOptions).RunGenerators(compilation);
    }

    /// <summary>Runs the generator; what it keeps from run to run is kept.</summary>
    public GeneratorDriver Run() => _driver = _driver.RunGenerators(_compilation);

    /// <summary>Forgets all runs before.</summary>
    public void Forget() => _driver = Fresh();

    /// <summary>Somebody changes a C# file that neither generator has anything to do with.</summary>
    public void EditUnrelated()
    {
        var next = Sources.Unrelated(++_edit);
        _compilation = _compilation.ReplaceSyntaxTree(_unrelated, next);
        _unrelated = next;
    }

    /// <summary>Somebody changes the meaning of the fields in the last file of registers.</summary>
    public void EditSpec()
    {
        var next = Sources.Spec(_specs.Length - 1, _specs.Length, ++_edit);
        _driver = _driver.ReplaceAdditionalText(_specs[^1], next);
        _specs = _specs.SetItem(_specs.Length - 1, next);
    }

    /// <summary>Somebody changes the types of the properties in the first file of mappers.</summary>
    public void EditMappers()
    {
        var next = Sources.Mappers(0, ++_edit);
        _compilation = _compilation.ReplaceSyntaxTree(_mappers, next);
        _mappers = next;
    }

    /// <summary>Throws unless the last run wrote what it should.</summary>
    public void Check()
    {
        var result = _driver.GetRunResult().Results.Single();
        if (result.Exception is not null)
            throw new InvalidOperationException($"The generator threw {result.Exception}");
        if (result.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning) is { } diagnostic)
            throw new InvalidOperationException(diagnostic.ToString());
        if (result.GeneratedSources.Length < 100)
            throw new InvalidOperationException($"Only {result.GeneratedSources.Length} files were generated.");
    }

    private sealed class LineCounter : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            var lines = context.AdditionalTextsProvider.Select((file, stop) => file.GetText(stop)!.Lines.Count);
            context.RegisterSourceOutput(lines.Collect(), (production, counts) => production.AddSource("Lines", $"// {counts.Sum()}\n"));
            var types = context.SyntaxProvider.ForAttributeWithMetadataName("Riok.Mapperly.Abstractions.MapperAttribute", (_, _) => true, (type, _) => type.TargetSymbol.Name);
            context.RegisterSourceOutput(types, (production, type) => production.AddSource(type, $"// {type}\n"));
        }
    }

    private CSharpGeneratorDriver Fresh() => CSharpGeneratorDriver.Create([_generator], _specs, Sources.ParseOptions);
}
