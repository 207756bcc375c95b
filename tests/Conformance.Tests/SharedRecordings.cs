using System.IO.Compression;

namespace Conformance.Tests;

/// <summary>The recordings that the tests have.</summary>
internal static class SharedRecordings
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recordings");

    /// <summary>First-stage scalable mode, reset while translation is on.</summary>
    public static string Main => PathOf("linux72-sm-fl-sysrq-reset");

    public static string PathOf(string name) => Path.Combine(Folder, name + ".trace.gz");

    public static IEnumerable<string> LinuxNames() =>
        Directory.GetFiles(Folder, "linux*.trace.gz").Select(path => Path.GetFileName(path)[..^".trace.gz".Length]).Order(StringComparer.Ordinal);

    public static string[] LinesOf(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd().TrimEnd('\n').Split('\n');
    }
}
