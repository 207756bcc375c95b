using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Specs;

/// <summary>The spec files of a project and the choices of the project for them, as MSBuild evaluates it.</summary>
internal static class SpecProject
{
    /// <summary>Whether a path is that of a project, such as <c>Device.csproj</c>.</summary>
    public static bool IsProject(string path) => path.EndsWith("proj", StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    /// <summary>Lists the spec files of a project.</summary>
    /// <exception cref="UnusableSpecException">The project cannot be evaluated, or has no spec files.</exception>
    public static IReadOnlyList<SpecLocation> FilesOf(string project)
    {
        using var evaluated = Evaluate(project);

        // A project for several frameworks has the items of its packages once a framework is chosen.
        if (Property(evaluated, "TargetFramework").Length > 0 || Property(evaluated, "TargetFrameworks") is not { Length: > 0 } frameworks)
            return FilesIn(project, evaluated, []);
        var framework = $"-p:TargetFramework={frameworks.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[0]}";
        using var ofFirst = Evaluate(project, framework);
        return FilesIn(project, ofFirst, [framework]);
    }

    /// <summary>Lists the files of an evaluated project, with those of the projects that it references.</summary>
    private static IReadOnlyList<SpecLocation> FilesIn(string project, JsonDocument evaluated, IReadOnlyList<string> more)
    {
        if (Property(evaluated, AddReferenced).Length == 0 || evaluated.RootElement.GetProperty("Items").GetProperty("ProjectReference").GetArrayLength() == 0)
            return FilesIn(project, evaluated);
        using var withReferences = Evaluate(project, [.. more, $"-t:{Property(evaluated, AddReferenced)}"]);
        return FilesIn(project, withReferences);
    }

    /// <summary>The property with the name of the target that adds the files of referenced projects; the package sets it.</summary>
    private const string AddReferenced = "VtdCodegenAddReferencedSpecs";

    private static IReadOnlyList<SpecLocation> FilesIn(string project, JsonDocument evaluated)
    {
        var folder = Path.GetDirectoryName(project) ?? "";
        var files = evaluated.RootElement.GetProperty("Items").GetProperty("AdditionalFiles").EnumerateArray()
            .Where(static item => Text(item, "Identity").EndsWith(".vtd.yaml", StringComparison.OrdinalIgnoreCase))
            .Select(item => new SpecLocation(
                Path.Combine(folder, Text(item, "Identity")),
                new(
                    NamespaceOf(item, evaluated),
                    (Text(item, "VtdVisibility") is { Length: > 0 } visibility ? visibility : Property(evaluated, "VtdCodegenVisibility")).Equals("public", StringComparison.OrdinalIgnoreCase),
                    IsReferenced: Text(item, "VtdGenerate").Equals("false", StringComparison.OrdinalIgnoreCase))
                {
                    Parts = PartsOf(project, Text(item, "VtdParts") is { Length: > 0 } parts ? parts : Property(evaluated, "VtdCodegenParts")),
                }))
            .ToList();
        return files.Count > 0 ? files : throw new UnusableSpecException($"{project}: no *.vtd.yaml files in this project; restore it first, with dotnet restore");
    }

    private static GeneratedParts PartsOf(string project, string words)
    {
        var parts = GeneratedPartWords.Parse(words, out var unknown);
        return unknown is null ? parts : throw new UnusableSpecException($"{project}: the part '{unknown}' does not exist; VtdParts and VtdCodegenParts are some of {GeneratedPartWords.All}");
    }

    private static NamespaceChoice NamespaceOf(JsonElement item, JsonDocument evaluated) => Text(item, "VtdRootNamespace") is { Length: > 0 } root
        ? new(Text(item, "VtdNamespace"), null, root)
        : new(Text(item, "VtdNamespace"), Property(evaluated, "VtdCodegenNamespace"), Property(evaluated, "RootNamespace"));

    private static JsonDocument Evaluate(string project, params IEnumerable<string> more)
    {
        var start = new ProcessStartInfo("dotnet", [
            "msbuild", project, "-nologo", "-getItem:AdditionalFiles,ProjectReference", "-getProperty:RootNamespace,VtdCodegenNamespace,VtdCodegenVisibility,VtdCodegenParts,VtdCodegenAddReferencedSpecs,TargetFramework,TargetFrameworks", .. more])
        {
            RedirectStandardOutput = true,
        };
        try
        {
            using var msbuild = Process.Start(start)!;
            var output = msbuild.StandardOutput.ReadToEnd();
            msbuild.WaitForExit();
            return msbuild.ExitCode == 0 ? JsonDocument.Parse(output) : throw new UnusableSpecException($"{project}: {output.Split('\n', 2)[0].Trim()}");
        }
        catch (Win32Exception failure)
        {
            throw new UnusableSpecException($"{project}: the dotnet command evaluates projects, and cannot be started: {failure.Message}");
        }
        catch (JsonException failure)
        {
            throw new UnusableSpecException($"{project}: MSBuild gave no answer that can be read: {failure.Message}");
        }
    }

    private static string Property(JsonDocument evaluated, string name) => Text(evaluated.RootElement.GetProperty("Properties"), name);

    private static string Text(JsonElement values, string name) => values.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}

/// <summary>A spec file on disk, before it is read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Choice">The choices of the project for its types; null for a file by itself.</param>
internal sealed record SpecLocation(string Path, ProjectChoice? Choice);
