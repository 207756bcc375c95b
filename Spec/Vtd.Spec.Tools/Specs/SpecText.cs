using System.IO.Enumeration;
using System.Text;

namespace Vtd.Spec.Tools.Specs;

/// <summary>A spec file as it is on disk, or as it was built in.</summary>
/// <param name="Path">As findings show it: what the command line gave, or below it.</param>
/// <param name="Text">The text of the file.</param>
public sealed record SpecText(string Path, string Text)
{
    /// <summary>The choices of a project for the file's types; null for a file by itself.</summary>
    public ProjectChoice? Choice { get; init; }

    private const string Pattern = "*.vtd.yaml";

    /// <summary>Far more than a spec file may have.</summary>
    private const int MostBytes = 1 << 26;

    /// <summary>Intel VT-d, built into the command.</summary>
    public static IReadOnlyList<SpecText> Shipped { get; } = [.. ReadShipped()];

    /// <summary>Reads files, all spec files below folders, and those of projects with the choices of the project; each once, in order of path.</summary>
    /// <exception cref="UnusableSpecException">Something is missing, unreadable or not there.</exception>
    public static IReadOnlyList<SpecText> Read(IEnumerable<string> paths)
    {
        var files = new Dictionary<string, SpecLocation>(StringComparer.Ordinal);
        foreach (var file in paths.SelectMany(FilesOf))
            files.TryAdd(System.IO.Path.GetFullPath(file.Path), file);
        return [.. files.Values.OrderBy(static file => file.Path, StringComparer.Ordinal).Select(static file => Read(file.Path) with { Choice = file.Choice })];
    }

    private static IEnumerable<SpecLocation> FilesOf(string path) =>
        SpecProject.IsProject(path) ? SpecProject.FilesOf(path)
        : Directory.Exists(path) ? FilesBelow(path).Select(static file => new SpecLocation(file, null))
        : [new SpecLocation(path, null)];

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
            using var file = File.OpenRead(path);
            using var bytes = new MemoryStream();
            var block = new byte[1 << 16];
            while (file.Read(block) is > 0 and var length)
            {
                bytes.Write(block, 0, length);
                if (bytes.Length > MostBytes)
                    throw new UnusableSpecException($"{path}: more than {MostBytes} bytes, so it is no spec file");
            }

            return new SpecText(path, Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UnusableSpecException(File.Exists(path) ? $"{path}: {failure.Message}" : $"{path}: no such file or folder");
        }
    }

    /// <summary>As the compiler does, which knows UTF-16 by its byte order mark and nothing of UTF-32. What is no text becomes U+FFFD, which no spec may have.</summary>
    private static string Decode(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, .. var little] => Encoding.Unicode.GetString(little),
        [0xFE, 0xFF, .. var big] => Encoding.BigEndianUnicode.GetString(big),
        [0xEF, 0xBB, 0xBF, .. var marked] => Encoding.UTF8.GetString(marked),
        _ => Encoding.UTF8.GetString(bytes),
    };

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
