using System.Reflection;

namespace Tool.Tests.Language;

/// <summary>Files of the repository that tests compare with.</summary>
internal static class Repository
{
    private static readonly string s_root =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Repository").Value!;

    // As for the snapshots of generated code: the maintainer looks at the difference in git.
    private static readonly bool s_accepts = Environment.GetEnvironmentVariable("VTD_ACCEPT_SNAPSHOTS") == "1";

    public static string PathOf(string path) => Path.Combine(s_root, path);

    public static string Read(string path) => File.ReadAllText(PathOf(path));

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>Asserts that a file which is made from code is what the code makes now.</summary>
    public static void IsUpToDate(string path, string text)
    {
        if (s_accepts)
            File.WriteAllText(PathOf(path), text);
        Assert.True(File.Exists(PathOf(path)) && Read(path) == text, $"{path} is not what the code makes. VTD_ACCEPT_SNAPSHOTS=1 writes it.");
    }
}
