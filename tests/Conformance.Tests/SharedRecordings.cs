using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;

namespace Vtd.Conformance.Tests;

/// <summary>The recordings that the tests have.</summary>
internal static class SharedRecordings
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recordings");
    private static readonly ConcurrentDictionary<string, Lazy<VtdRun>> Replayed = new();

    /// <summary>First-stage scalable mode, reset while translation is on.</summary>
    public static string Main => PathOf("linux72-sm-fl-sysrq-reset");

    public static string PathOf(string name) => Path.Combine(Folder, name + ".trace.gz");

    public static IEnumerable<string> LinuxNames() => Names("linux*.trace.gz");

    private static IEnumerable<string> Names(string pattern) =>
        Directory.GetFiles(Folder, pattern).Select(path => Path.GetFileName(path)[..^".trace.gz".Length]).Order(StringComparer.Ordinal);

    /// <summary>The bundles of scripted scenarios.</summary>
    public static IEnumerable<string> BundleNames() => Names("qtest*.trace.gz");

    /// <summary>The summary of one recording, replayed once for all tests.</summary>
    public static JsonElement Summary(string name) => Recordings(name).Single();

    /// <summary>The summaries of the scenarios of a bundle, replayed once for all tests.</summary>
    public static IEnumerable<JsonElement> Recordings(string name) =>
        Replayed.GetOrAdd(name, static name => new(() => VtdRun.Of("replay", PathOf(name), "--json")))
            .Value.Json.GetProperty("recordings").EnumerateArray();

    public static string[] LinesOf(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd().TrimEnd('\n').Split('\n');
    }
}
