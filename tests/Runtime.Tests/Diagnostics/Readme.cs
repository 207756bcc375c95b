namespace Vtd.Runtime.Tests.Diagnostics;

/// <summary>The tables of the README of the runtime.</summary>
internal static class Readme
{
    /// <summary>Rows whose first cell starts with a prefix, in order of it.</summary>
    public static List<string[]> Rows(string prefix) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Runtime.README.md"))
            .Where(line => line.StartsWith($"| `{prefix}", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .OrderBy(cells => cells[0], StringComparer.Ordinal),
    ];
}
