using System.Collections.Immutable;
using System.Reflection;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Vtd.Codegen;

namespace Floors.Tests;

/// <summary>A project of the product, compiled in memory from its files.</summary>
internal sealed class ProductProject
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Preview, DocumentationMode.None);

    private ProductProject(Compilation compilation, IReadOnlyDictionary<SyntaxTree, string> paths)
    {
        Compilation = compilation;
        Paths = paths;
    }

    /// <summary>Root of the repository.</summary>
    public static string Repository { get; } = Metadata("Repository");

    public Compilation Compilation { get; }

    /// <summary>Paths of the files in the project. Trees without one are generated, or files of other projects.</summary>
    public IReadOnlyDictionary<SyntaxTree, string> Paths { get; }

    /// <summary>What the files use of each other.</summary>
    public IReadOnlyList<Arrow> Arrows => new Arrows(Compilation, Paths).Find();

    /// <summary>Types and namespaces that mean nothing to the compiler here: arrows to them would be missed. Members that other generators write are missing, too.</summary>
    public IEnumerable<string> Unknown => Compilation.GetDiagnostics()
        .Where(found => found.Id is "CS0234" or "CS0246" && found.Location.SourceTree is { } tree && Paths.ContainsKey(tree))
        .Select(static found => found.ToString());

    /// <summary>Compiles the project in a folder of the repository.</summary>
    public static ProductProject Read(string folder)
    {
        var root = Path.Combine(Repository, folder);
        var file = Assert.Single(Directory.GetFiles(root, "*.csproj"));
        var name = XDocument.Load(file).Descendants("AssemblyName").SingleOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(file);
        var removed = XDocument.Load(file).Descendants("Compile").Select(static item => item.Attribute("Remove")?.Value.Split('*')[0]).OfType<string>().Append("bin/").Append("obj/").ToArray();
        var sources = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !Array.Exists(removed, folder => path.StartsWith(folder, StringComparison.Ordinal)));
        var linked = XDocument.Load(file).Descendants("Compile").Select(static item => item.Attribute("Include")?.Value).OfType<string>()
            .Select(path => File.ReadAllText(Path.Combine(root, path)));
        return Compile(name, sources.Select(path => (path, File.ReadAllText(Path.Combine(root, path)))), linked, SpecsOf(root, Path.GetFileNameWithoutExtension(file)));
    }

    /// <summary>Compiles a project of an example.</summary>
    public static ProductProject Of(params IEnumerable<(string Path, string Text)> files) => Compile("Example", files, [], null);

    private static ProductProject Compile(string name, IEnumerable<(string Path, string Text)> files, IEnumerable<string> linked, SpecFiles? specs)
    {
        var paths = files.AsParallel().ToDictionary(static file => CSharpSyntaxTree.ParseText(file.Text, s_parse, file.Path), static file => file.Path);
        Compilation compilation = CSharpCompilation.Create(
            name,
            [
                .. linked.Prepend(ImplicitUsings).Select(static text => CSharpSyntaxTree.ParseText(text, s_parse)),
                .. paths.OrderBy(static file => file.Value, StringComparer.Ordinal).Select(static file => file.Key),
            ],
            References(name),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.SyntaxTrees.SelectMany(static tree => tree.GetDiagnostics()));
        if (specs is { Files.IsEmpty: false })
        {
            CSharpGeneratorDriver.Create([new SpecGenerator().AsSourceGenerator()], specs.Files, s_parse, specs.Options)
                .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        }

        return new ProductProject(compilation, paths);
    }

    /// <summary>Everything that the product uses, but not the project itself.</summary>
    private static ImmutableArray<MetadataReference> References(string name) =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != name)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The specs that the build of a project gives to the generator, with their options.</summary>
    private static SpecFiles? SpecsOf(string root, string project)
    {
        var config = Directory.GetFiles(Path.Combine(root, "obj", Metadata("Configuration")), $"{project}.GeneratedMSBuildEditorConfig.editorconfig", SearchOption.AllDirectories)
            .OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault();
        return config is null ? null : SpecFiles.Read(config);
    }

    private static string Metadata(string key) =>
        typeof(ProductProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;
}
