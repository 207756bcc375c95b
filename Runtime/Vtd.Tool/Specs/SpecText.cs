using System.IO.Enumeration;
using System.Text;

namespace Vtd.Tool.Specs;

/// <summary>A spec file as it is on disk, or as it was built in.</summary>
/// <param name="Path">As findings show it: what the command line gave, or below it.</param>
/// <param name="Text">The text of the file.</param>
internal sealed record SpecText(string Path, string Text)
{
    private const string Pattern = "*.vtd.yaml";

    /// <summary>Far more than a spec file may have; what is beyond is no text that somebody wrote.</summary>
    private const int MostCharacters = 1 << 24;

    /// <summary>Intel VT-d, built into the command.</summary>
    public static IReadOnlyList<SpecText> Shipped { get; } = [.. ReadShipped()];

    /// <summary>Reads files and, below folders, all spec files; each once, in order of path.</summary>
    /// <exception cref="UnusableSpecException">Something is missing, unreadable or not there.</exception>
    public static IReadOnlyList<SpecText> Read(IEnumerable<string> paths)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            foreach (var file in Directory.Exists(path) ? FilesBelow(path) : [path])
                files.TryAdd(System.IO.Path.GetFullPath(file), file);
        }

        return [.. files.Values.Order(StringComparer.Ordinal).Select(Read)];
    }

    /// <summary>Links to folders are not followed: they may lead in circles.</summary>
    private static IReadOnlyList<string> FilesBelow(string folder)
    {
        try
        {
            var found = new FileSystemEnumerable<string>(
                folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && FileSystemName.MatchesSimpleExpression(Pattern, entry.FileName, ignoreCase: false),
                ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            };
            var files = found.Select(file => folder == "." ? System.IO.Path.GetRelativePath(folder, file) : file).ToList();
            return files.Count > 0 ? files : throw new UnusableSpecException($"{folder}: no {Pattern} files in this folder");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UnusableSpecException($"{folder}: {failure.Message}");
        }
    }

    private static SpecText Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var text = new StringBuilder();
            var block = new char[1 << 16];
            while (reader.ReadBlock(block) is > 0 and var length)
            {
                text.Append(block, 0, length);
                if (text.Length > MostCharacters)
                    throw new UnusableSpecException($"{path}: more than {MostCharacters} characters, so it is no spec file");
            }

            return new SpecText(path, text.ToString());
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
