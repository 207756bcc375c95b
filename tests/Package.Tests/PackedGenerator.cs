using System.Reflection;

namespace Vtd.Package.Tests;

/// <summary>
/// The package, packed once for all tests, in a folder outside the repository that is a NuGet feed and the home of the
/// consuming projects.
/// </summary>
internal sealed class PackedGenerator : IDisposable
{
    public const string Id = "Vtd.Codegen";

    // A path with spaces, since users have such.
    private readonly string _root = Directory.CreateTempSubdirectory("vtd codegen package ").FullName;
    private readonly CompilerServer _server;

    public PackedGenerator()
    {
        _server = new(_root, Metadata("CompilerServer"));
        Directory.CreateDirectory(Feed);
        // Precompiled for this machine only, which is all that tests can run and a fifth of the work.
        Pack(Feed, $"-p:PrecompiledRuntimes={Runtime}").Succeeded();

        // The user's sources stay; the packages that he already has are found in his folder, ours goes into one that is thrown away.
        File.WriteAllText(Path.Combine(_root, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{Feed}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="user" value="{Metadata("PackageFolder")}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(_root, "Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <VtdCodegenVersion>{Version}</VtdCodegenVersion>
                <RestorePackagesPath>{Path.Combine(_root, "packages")}</RestorePackagesPath>
                <UseSharedCompilation>false</UseSharedCompilation>
              </PropertyGroup>
              <PropertyGroup Condition="'$(ConsumerCompiler)' == ''">
                <UseSharedCompilation>true</UseSharedCompilation>
                <SharedCompilationId>{_server.Id}</SharedCompilationId>
              </PropertyGroup>
              <ItemGroup Condition="'$(ConsumerCompiler)' != ''">
                <PackageReference Include="{OlderCompiler.Package}" Version="$(ConsumerCompiler)" PrivateAssets="all" />
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>Never seen before, so that no cache can serve an older package for it.</summary>
    public string Version { get; } = $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    /// <summary>Operating system and processor of this machine, as the package names them.</summary>
    public static string Runtime { get; } = Metadata("Runtime");

    /// <summary>Folder of packages to restore from.</summary>
    public string Feed => Path.Combine(_root, "feed");

    /// <summary>The packed file.</summary>
    public string PackageFile => PackageIn(Feed);

    /// <summary>The file that packing into <paramref name="folder"/> made.</summary>
    public string PackageIn(string folder) => Path.Combine(folder, $"{Id}.{Version}.nupkg");

    /// <summary>Packs the generator, which was built before these tests, into <paramref name="folder"/>.</summary>
    public Outcome Pack(string folder, params string[] arguments) => Dotnet.Run(
        _root, ["pack", Metadata("GeneratorProject"), "--no-build", "-p:BuildProjectReferences=false", "-c", Metadata("Configuration"), "-o", folder,
        $"-p:Version={Version}", "-v:m", "-nologo", "-tl:off", "-nodeReuse:false", .. arguments]);

    /// <summary>Packs the runtime and the types of the architecture, which were built before these tests, into the feed.</summary>
    public void PackRuntime()
    {
        foreach (var project in (string[])["ArchitectureProject", "RuntimeProject"])
        {
            Dotnet.Run(
                _root, "pack", Metadata(project), "--no-build", "-c", Metadata("Configuration"), "-o", Feed, $"-p:Version={Version}",
                "-nologo", "-tl:off", "-nodeReuse:false").Succeeded();
        }
    }

    /// <summary>Packs the command, which was built before these tests, into the feed, and installs it as a tool in a folder of its own.</summary>
    /// <returns>The installed command.</returns>
    public string InstallTool()
    {
        Dotnet.Run(
            _root, "pack", Metadata("ToolProject"), "--no-build", "-c", Metadata("Configuration"), "-o", Feed, $"-p:Version={Version}",
            "-nologo", "-tl:off", "-nodeReuse:false").Succeeded();
        var folder = Path.Combine(_root, "tool");
        Dotnet.Run(_root, "tool", "install", "Vtd.Tool", "--tool-path", folder, "--version", Version, "--configfile", Path.Combine(_root, "nuget.config")).Succeeded();
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "vtd.exe" : "vtd");
    }

    /// <summary>Packs the project templates, which were built before these tests, and installs them in a folder of their own.</summary>
    public InstalledTemplates InstallTemplates()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, $"templates {Guid.NewGuid():N}")).FullName;
        Dotnet.Run(
            _root, "pack", Metadata("TemplatesProject"), "--no-build", "-c", Metadata("Configuration"), "-o", folder, $"-p:Version={Version}",
            "-nologo", "-tl:off", "-nodeReuse:false").Succeeded();
        var templates = new InstalledTemplates(_root, Path.Combine(folder, "hive"), Version);
        templates.Install(Path.Combine(folder, $"Vtd.Codegen.Templates.{Version}.nupkg"));
        return templates;
    }

    /// <summary>The project templates as they are in the repository.</summary>
    public static string TemplatesFolder { get; } = Path.GetDirectoryName(Metadata("TemplatesProject"))!;

    /// <summary>A copy of a consumer outside the repository.</summary>
    /// <param name="name">The name of the consumer.</param>
    /// <param name="copy">The name of the copy, if another test copies the same consumer.</param>
    public OutsideProject Consumer(string name, string? copy = null)
    {
        var target = Path.Combine(_root, copy ?? name);
        CopyTree(Path.Combine(AppContext.BaseDirectory, "Consumers", name), target);
        return new OutsideProject(target);
    }

    /// <summary>A copy of the projects of the page "Using it" outside the repository.</summary>
    /// <param name="name">A name of the copy that no other test uses.</param>
    public UsingPage UsingPage(string name) => new(Path.Combine(_root, $"using {name}"), Version);

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static string Metadata(string key) =>
        typeof(PackedGenerator).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;

    private static void CopyTree(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
