using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Vtd.Package.Tests;

/// <summary>What lies in the package.</summary>
public sealed class PackageTests(SharedPackage shared) : IClassFixture<SharedPackage>
{
    private const string AnalyzerFolder = "analyzers/dotnet/cs/";

    /// <summary>What every compiler that can load the generator has.</summary>
    private static readonly string[] OfTheCompiler =
        ["netstandard", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "System.Collections.Immutable", "System.Reflection.Metadata"];

    /// <summary>What editors have beside that. Only code fixes use it, and compilers never run those.</summary>
    private static readonly string[] OfTheEditor = ["Microsoft.CodeAnalysis.Workspaces", "Microsoft.CodeAnalysis.CSharp.Workspaces", "System.Composition.AttributedModel"];

    [Fact]
    public void Holds_the_generator_and_everything_that_it_needs_at_run_time()
    {
        var assemblies = Files().Where(file => file.StartsWith(AnalyzerFolder, StringComparison.Ordinal)).ToDictionary(file => Path.GetFileNameWithoutExtension(file), ReferencesOf);

        Assert.Contains("Vtd.Codegen", assemblies.Keys);
        Assert.Contains("Vtd.Analyzers", assemblies.Keys);
        Assert.Contains("Vtd.CodeFixes", assemblies.Keys);
        foreach (var (assembly, references) in assemblies)
        {
            foreach (var reference in references.Except(assembly == "Vtd.CodeFixes" ? [.. OfTheCompiler, .. OfTheEditor] : OfTheCompiler))
                Assert.True(assemblies.ContainsKey(reference), $"{assembly} needs {reference}, which is not in the package.");
        }
    }

    [Fact]
    public void Brings_no_compiler_and_nothing_to_run_with()
    {
        Assert.DoesNotContain(Files(), file => file.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        Assert.DoesNotContain(Files(), file => file.StartsWith("lib/", StringComparison.Ordinal));
    }

    [Fact]
    public void Brings_its_properties_and_targets_to_projects_and_to_those_that_reference_them()
    {
        Assert.Contains("build/Vtd.Codegen.props", Files());
        Assert.Contains("build/Vtd.Codegen.targets", Files());
        Assert.Contains("buildTransitive/Vtd.Codegen.props", Files());
        Assert.Contains("buildTransitive/Vtd.Codegen.targets", Files());
    }

    [Fact]
    public void Depends_on_nothing_and_is_for_development_only()
    {
        using var archive = ZipFile.OpenRead(shared.Package.PackageFile);
        using var stream = archive.GetEntry("Vtd.Codegen.nuspec")!.Open();
        var elements = XDocument.Load(stream).Descendants().ToList();

        Assert.DoesNotContain(elements, element => element.Name.LocalName == "dependency");
        Assert.Equal("true", elements.Single(element => element.Name.LocalName == "developmentDependency").Value);
    }

    /// <summary>The package holds the portable files once, and precompiled ones for each of five systems. Here it is packed for one of them.</summary>
    [Fact]
    public void Is_no_larger_than_it_was()
    {
        using var archive = ZipFile.OpenRead(shared.Package.PackageFile);

        Assert.InRange(SizeOf(archive, AnalyzerFolder), 1, 1_600_000);
        Assert.InRange(SizeOf(archive, $"tools/precompiled/{PackedGenerator.Runtime}/"), 1, 2_300_000);
    }

    private static long SizeOf(ZipArchive archive, string folder) =>
        archive.Entries.Where(entry => entry.FullName.StartsWith(folder, StringComparison.Ordinal)).Sum(entry => entry.CompressedLength);

    private List<string> ReferencesOf(string file)
    {
        using var archive = ZipFile.OpenRead(shared.Package.PackageFile);
        using var stream = archive.GetEntry(file)!.Open();
        using var seekable = new MemoryStream();
        stream.CopyTo(seekable);
        using var assembly = new PEReader(new MemoryStream(seekable.ToArray()));
        var metadata = assembly.GetMetadataReader();
        return metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToList();
    }

    private List<string> Files()
    {
        using var archive = ZipFile.OpenRead(shared.Package.PackageFile);
        return archive.Entries.Select(entry => entry.FullName).ToList();
    }
}
