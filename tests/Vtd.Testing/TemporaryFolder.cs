namespace Vtd.Testing;

/// <summary>A folder for files that a test makes.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vtd-");

    /// <summary>The path of a file in the folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes bytes to a file of the folder.</summary>
    /// <returns>The path of the file.</returns>
    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    /// <summary>Writes lines to a file of the folder.</summary>
    /// <returns>The path of the file.</returns>
    public string Write(string name, IEnumerable<string> lines)
    {
        File.WriteAllText(PathOf(name), string.Concat(lines.Select(line => line + "\n")));
        return PathOf(name);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
