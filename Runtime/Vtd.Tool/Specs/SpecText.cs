namespace Vtd.Tool.Specs;

/// <summary>A spec file as it is on disk, or as it was built in.</summary>
/// <param name="Path">As findings show it: what the command line gave, or below it.</param>
/// <param name="Text">The text of the file.</param>
internal sealed record SpecText(string Path, string Text)
{
    private const string Pattern = "*.vtd.yaml";

    /// <summary>Intel VT-d, built into the command.</summary>
    public static IReadOnlyList<SpecText> Shipped { get; } = [.. ReadShipped()];

    /// <summary>Reads files and, below folders, all spec files; each once, in order of path.</summary>
    /// <exception cref="UnusableSpecException">Something is missing, unreadable or not there.</exception>
    public static IReadOnlyList<SpecText> Read(IEnumerable<string> paths)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                var before = files.Count;
                files.UnionWith(Directory.EnumerateFiles(path, Pattern, SearchOption.AllDirectories));
                if (files.Count == before)
                    throw new UnusableSpecException($"{path}: no {Pattern} files in this folder");
            }
            else
            {
                files.Add(path);
            }
        }

        return [.. files.Select(Read)];
    }

    private static SpecText Read(string path)
    {
        try
        {
            return new SpecText(path, File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UnusableSpecException(File.Exists(path) ? $"{path}: {failure.Message}" : $"{path}: no such file or folder");
        }
    }

    private static IEnumerable<SpecText> ReadShipped()
    {
        var assembly = typeof(SpecText).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".vtd.yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return new SpecText(name, reader.ReadToEnd());
        }
    }
}
