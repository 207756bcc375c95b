using System.Collections.Concurrent;

namespace Vtd.Package.Tests;

/// <summary>Tries whether packages can be restored, once for each question.</summary>
internal static class Restoring
{
    private static readonly ConcurrentDictionary<string, Lazy<bool>> s_answers = new();

    /// <summary>Whether a project restores from the user's package sources. What it needs is then in the user's package folder.</summary>
    /// <param name="framework">The framework of the project.</param>
    /// <param name="needs">The elements of the project that need packages.</param>
    public static bool Works(string framework, string needs) => s_answers.GetOrAdd($"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>{framework}</TargetFramework></PropertyGroup>
          {needs}
        </Project>
        """, static project => new(() => Restores(project))).Value;

    private static bool Restores(string project)
    {
        var folder = Directory.CreateTempSubdirectory("vtd-restore-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "Restore.csproj"), project);
            return Dotnet.Run(folder, "restore", "-v:q", "-tl:off", "-nodeReuse:false", "--disable-build-servers").ExitCode == 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
