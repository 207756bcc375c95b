namespace Conformance.Tests;

/// <summary>A folder for files that a test makes.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vtd-");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public string Write(string name, IEnumerable<string> lines)
    {
        File.WriteAllText(PathOf(name), string.Concat(lines.Select(line => line + "\n")));
        return PathOf(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
