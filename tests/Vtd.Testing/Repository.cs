using System.Reflection;

namespace Vtd.Testing;

/// <summary>Files of the repository that tests compare with.</summary>
public static class Repository
{
    private static readonly string s_root =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Repository").Value!;

    // As for the snapshots of generated code: the maintainer looks at the difference in git.
    private static readonly bool s_accepts = Environment.GetEnvironmentVariable("VTD_ACCEPT_SNAPSHOTS") == "1";

    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string PathOf(string path) => Path.Combine(s_root, path);

    /// <summary>Reads a file of the repository.</summary>
    public static string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>The files in a folder and its folders that match a pattern, in ordinal order.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>Checks that a file which is made from code is what the code makes now.</summary>
    /// <exception cref="InvalidOperationException">The file is not.</exception>
    public static void IsUpToDate(string path, string text)
    {
        if (s_accepts)
            File.WriteAllText(PathOf(path), text);
        if (!File.Exists(PathOf(path)) || Read(path) != text)
            throw new InvalidOperationException($"{path} is not what the code makes. VTD_ACCEPT_SNAPSHOTS=1 writes it.");
    }
}
