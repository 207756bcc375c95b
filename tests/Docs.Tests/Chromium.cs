namespace Vtd.Docs.Tests;

/// <summary>The browser of this machine; nothing is downloaded.</summary>
internal static class Chromium
{
    public const string Variable = "VTD_CHROMIUM";

    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Null if there is none.</summary>
    public static string? Path { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : s_names.Select(OnPath).FirstOrDefault(found => found is not null);

    private static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .Select(folder => System.IO.Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}

/// <summary>A test that looks at pages in Chromium; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Path is null)
            Skip = $"No Chromium on this machine: install it (Debian: apt-get install chromium), or name it in {Chromium.Variable}.";
    }
}
