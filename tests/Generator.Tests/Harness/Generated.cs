using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Vtd.Codegen.Tests.Harness;

/// <summary>Runs the generator in memory.</summary>
internal static class Generated
{
    public static readonly CSharpParseOptions CSharp12 = new(LanguageVersion.CSharp12, DocumentationMode.Diagnose);

    // Of the framework only: generated code references nothing else.
    private static readonly ImmutableArray<MetadataReference> s_framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpCompilation Consumer(string code = "") => CSharpCompilation.Create(
        "Consumer",
        [CSharpSyntaxTree.ParseText(code, CSharp12)],
        s_framework,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999, checkOverflow: true));

    /// <summary>A driver that remembers how each step ran. That alone takes Roslyn most of a minute for all of VT-d.</summary>
    public static GeneratorDriver TrackingDriver(IEnumerable<AdditionalText> texts) => Driver(texts, null, tracksSteps: true);

    private static GeneratorDriver Driver(IEnumerable<AdditionalText> texts, TestOptions? options, bool tracksSteps = false) => CSharpGeneratorDriver.Create(
        [new SpecGenerator().AsSourceGenerator()],
        texts,
        CSharp12,
        options ?? new TestOptions(),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: tracksSteps));

    public static GeneratorRunResult Run(IEnumerable<AdditionalText> texts, TestOptions? options = null) =>
        Driver(texts, options).RunGenerators(Consumer()).GetRunResult().Results.Single();

    public static GeneratorRunResult Run(params string[] specs) => Run(Texts(specs));

    public static AdditionalText[] Texts(params string[] specs) =>
        [.. specs.Select(static (spec, i) => new TestText($"/project/{(char)('a' + i)}.vtd.yaml", spec))];

    /// <summary>The generated code together with code of the consumer.</summary>
    public static Compilation Compile(IEnumerable<AdditionalText> texts, string code = "", TestOptions? options = null)
    {
        Driver(texts, options).RunGeneratorsAndUpdateCompilation(Consumer(code), out var compilation, out var diagnostics);
        Assert.Empty(diagnostics);
        return compilation;
    }

    /// <summary>A static method of code that compiles without complaints.</summary>
    public static TDelegate Method<TDelegate>(Compilation compilation, string type, string name)
        where TDelegate : Delegate
    {
        Assert.Equal([], Complaints(compilation).Select(static complaint => complaint.ToString()));
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        return Assembly.Load(image.ToArray()).GetType(type)!.GetMethod(name)!.CreateDelegate<TDelegate>();
    }

    /// <summary>What a compiler at its strictest has to say.</summary>
    public static ImmutableArray<Diagnostic> Complaints(Compilation compilation) =>
        [.. compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
}
