using System.Text.RegularExpressions;

namespace Floors.Tests;

/// <summary>The floors of one project: its folders in the order in which they may use each other.</summary>
/// <param name="Project">Folder of the project in the repository.</param>
/// <param name="Floors">Folders in the project, the lowest first; <c>.</c> is the folder of the project itself.</param>
internal sealed partial record FloorPlan(string Project, IReadOnlyList<string> Floors)
{
    private const string Heading = "## Floors";

    /// <summary>Reads the table of the chapter "Floors" in CONTRIBUTING.md.</summary>
    public static IReadOnlyList<FloorPlan> Read(string text)
    {
        var start = text.IndexOf(Heading + "\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"CONTRIBUTING.md has no chapter '{Heading}'.");
        var end = text.IndexOf("\n## ", start + Heading.Length, StringComparison.Ordinal);
        return [.. text[start..(end < 0 ? text.Length : end)].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(OfRow)];
    }

    /// <summary>Height of a folder; null if the table lacks it.</summary>
    public int? HeightOf(string folder) => Floors.Select((floor, height) => (floor, (int?)height)).FirstOrDefault(item => item.floor == folder).Item2;

    private static FloorPlan OfRow(string row)
    {
        var names = Names().Matches(row).Select(match => match.Groups[1].Value).ToList();
        return new FloorPlan(names[0], names[1..]);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Names();
}
