namespace Vtd.Testing;

/// <summary>The folders in which programs are looked for.</summary>
public static class SearchPath
{
    /// <summary>Whether a program of a name is in one of them.</summary>
    public static bool Has(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));
}
