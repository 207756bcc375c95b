using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Vtd.Package.Tests;

/// <summary>The copies of assemblies that are compiled ahead of time.</summary>
public sealed class PrecompiledTests(SharedPackage shared) : IClassFixture<SharedPackage>
{
    private const string PortableFolder = "analyzers/dotnet/cs/";

    private static readonly string[] s_names = ["Scriban.Signed.dll", "Vtd.Codegen.Core.dll", "Vtd.Codegen.dll", "Vtd.Spec.dll", "YamlDotNet.dll"];

    private static string PrecompiledFolder => $"tools/precompiled/{PackedGenerator.Runtime}/";

    [Fact]
    public void They_are_the_same_assemblies_with_code_for_this_machine()
    {
        using var archive = ZipFile.OpenRead(shared.Package.PackageFile);
        Assert.Equal(s_names, NamesIn(archive, PrecompiledFolder).Order(StringComparer.Ordinal));
        foreach (var name in s_names)
        {
            using var portable = Open(archive, PortableFolder + name);
            using var precompiled = Open(archive, PrecompiledFolder + name);

            Assert.Equal(0, portable.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
            Assert.NotEqual(0, precompiled.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
            Assert.Equal(IdentityOf(portable), IdentityOf(precompiled));
        }
    }

    [ConsumerFact]
    public void The_compiler_gets_them_instead_of_the_portable_ones_unless_the_consumer_declines_and_generates_the_same()
    {
        var consumer = shared.Package.Consumer("Precompiled");

        var precompiled = Analyzers(consumer.Build("-p:CompilerGeneratedFilesOutputPath=obj/precompiled").Succeeded());
        var editor = consumer.CompilerCommandLine().Succeeded().Output;
        var portable = Analyzers(consumer.Build("-p:CompilerGeneratedFilesOutputPath=obj/portable", "-p:VtdCodegenPrecompiled=false", "--no-incremental").Succeeded());

        Assert.Equal(s_names, In(precompiled, PrecompiledFolder));
        Assert.Empty(In(precompiled, PortableFolder).Intersect(s_names));
        Assert.All(s_names, name => Assert.Contains(PrecompiledFolder + name, editor, StringComparison.Ordinal));
        Assert.All(s_names, name => Assert.DoesNotContain(PortableFolder + name, editor, StringComparison.Ordinal));
        Assert.Empty(In(portable, PrecompiledFolder));
        Assert.Equal(s_names, In(portable, PortableFolder).Intersect(s_names));
        // The rest comes from where it always does.
        Assert.Equal(In(portable, PortableFolder).Except(s_names), In(precompiled, PortableFolder));

        var generated = Generated(consumer, "precompiled");
        Assert.Contains(generated.Keys, file => file.EndsWith("ClockRegisterFile.g.cs", StringComparison.Ordinal));
        Assert.Equal(generated, Generated(consumer, "portable"));
    }

    [ConsumerTheory]
    [InlineData("NETCoreSdkPortableRuntimeIdentifier=beos-x64", "There is no crossgen2 for beos-x64")]
    [InlineData("PrecompiledRuntimes=", "Successfully created package")]
    public void Where_they_cannot_be_made_or_are_not_asked_for_the_package_does_without(string property, string said)
    {
        var folder = Directory.CreateDirectory(Path.Combine(shared.Package.Feed, "..", "portable")).FullName;

        var packing = shared.Package.Pack(folder, $"-p:{property}").Succeeded();

        Assert.Contains(said, packing.Output, StringComparison.Ordinal);
        using var archive = ZipFile.OpenRead(shared.Package.PackageIn(folder));
        Assert.Empty(NamesIn(archive, "tools/"));
        Assert.Contains("Vtd.Codegen.dll", NamesIn(archive, PortableFolder));
    }

    private static List<string> NamesIn(ZipArchive archive, string folder) =>
        [.. archive.Entries.Where(entry => entry.FullName.StartsWith(folder, StringComparison.Ordinal)).Select(entry => entry.Name)];

    private static PEReader Open(ZipArchive archive, string file)
    {
        using var stream = archive.GetEntry(file)!.Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        bytes.Position = 0;
        return new PEReader(bytes);
    }

    /// <summary>The full name of the assembly and of the build that it comes from.</summary>
    private static (string Name, Guid Build) IdentityOf(PEReader assembly)
    {
        var metadata = assembly.GetMetadataReader();
        return (metadata.GetAssemblyDefinition().GetAssemblyName().FullName, metadata.GetGuid(metadata.GetModuleDefinition().Mvid));
    }

    /// <summary>The analyzers of our package, with slashes.</summary>
    private static string[] Analyzers(Outcome build) =>
    [
        .. build.Output.Split('\n')
            .Where(line => line.Contains("analyzer: ", StringComparison.Ordinal))
            .Select(line => line.Replace('\\', '/').Trim())
            .Where(line => line.Contains($"/{PackedGenerator.Id.ToLowerInvariant()}/", StringComparison.Ordinal)),
    ];

    /// <summary>Names of the files in one folder of the package.</summary>
    private static string[] In(string[] analyzers, string folder) =>
        [.. analyzers.Where(path => path.Contains("/" + folder, StringComparison.Ordinal)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Generated(OutsideProject consumer, string folder)
    {
        var root = Path.Combine(consumer.Folder, "obj", folder);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(root, file), file => Convert.ToHexString(File.ReadAllBytes(file)));
    }
}
