using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Vtd.Codegen.Tests.Harness;

/// <summary>The specs that tests read from disk.</summary>
internal static class SpecFolders
{
    public static string Project { get; } = Metadata("ProjectFolder");

    /// <summary>The pages that explain diagnostics.</summary>
    public static string Pages { get; } = Metadata("Pages");

    /// <summary>A device with one of everything, and one with groups of registers.</summary>
    public static AdditionalText[] Demo() => [.. Load(Path.Combine(Project, "Specs")), .. Load(Path.Combine(Project, "Ports"))];

    /// <summary>VT-d as it ships.</summary>
    public static AdditionalText[] Vtd() => Load(Metadata("VtdSpecFolder"));

    /// <summary>The code blocks of the package's README in one language.</summary>
    public static string[] PackageReadmeBlocks(string language) => Blocks("PackageReadme", language);

    /// <summary>The code blocks of the repository's README in one language.</summary>
    public static string[] RepositoryReadmeBlocks(string language) => Blocks("RepositoryReadme", language);

    private static string[] Blocks(string readme, string language) =>
    [
        .. File.ReadAllText(Metadata(readme)).Split($"```{language}\n").Skip(1).Select(static rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]),
    ];

    private static AdditionalText[] Load(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.vtd.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => new TestText("/" + Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path))),
    ];

    private static string Metadata(string key) => typeof(SpecFolders).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
