using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Vtd.Codegen;

namespace Vtd.Analyzers.Tests.Harness;

/// <summary>What the generator makes of specs.</summary>
internal static class GeneratedDisk
{
    /// <summary>The framework that tests run on.</summary>
    public static readonly ImmutableArray<MetadataReference> Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly Lazy<MetadataReference> s_assembly = new(static () =>
    {
        using var stream = new MemoryStream();
        Assert.True(Compile(DiskSpec(), "", isPublic: true).Emit(stream).Success);
        return MetadataReference.CreateFromImage(stream.ToArray());
    });

    /// <summary>The types of <c>disk.vtd.yaml</c>, as an assembly that others reference.</summary>
    public static MetadataReference Assembly => s_assembly.Value;

    public static string DiskSpec()
    {
        using var stream = typeof(GeneratedDisk).Assembly.GetManifestResourceStream("disk.vtd.yaml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The generated types together with code that uses them.</summary>
    public static Compilation Compile(string spec, string code, bool isPublic = false)
    {
        var consumer = CSharpCompilation.Create(
            "Disks",
            [CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.CSharp12), "Program.cs")],
            Framework,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(
                [new SpecGenerator().AsSourceGenerator()],
                [new SpecFileText("/disk.vtd.yaml", spec)],
                new CSharpParseOptions(LanguageVersion.CSharp12),
                new Options(isPublic))
            .RunGeneratorsAndUpdateCompilation(consumer, out var compilation, out var findings);
        Assert.Empty(findings);
        return compilation;
    }

    private sealed class Options(bool isPublic) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Choices(isPublic);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Choices(bool isPublic) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = key switch
            {
                "build_property.VtdCodegenNamespace" => "Disks",
                "build_property.VtdCodegenVisibility" => isPublic ? "public" : "internal",
                _ => null!,
            };
            return value is not null;
        }
    }
}

/// <summary>A spec file that is on no disk.</summary>
internal sealed class SpecFileText(string path, string text) : AdditionalText
{
    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
