namespace Floors.Tests;

/// <summary>Holds the arrows of a project against its floors.</summary>
internal static class FloorCheck
{
    /// <summary>The largest circle of files that is allowed: two that cannot do without each other.</summary>
    private const int LargestCircle = 2;

    /// <summary>What is wrong, one line each.</summary>
    /// <param name="plan">The floors.</param>
    /// <param name="files">All files of the project.</param>
    /// <param name="arrows">What they use of each other.</param>
    public static IReadOnlyList<string> Violations(FloorPlan plan, IEnumerable<string> files, IReadOnlyList<Arrow> arrows) =>
        [.. Folders(plan, files), .. Upward(plan, arrows), .. FolderCircles(arrows), .. FileCircles(arrows)];

    private static IEnumerable<string> Folders(FloorPlan plan, IEnumerable<string> files)
    {
        var folders = files.Select(Arrow.FolderOf).Distinct().ToList();
        return folders.Except(plan.Floors).Select(folder => $"The folder {folder} is not among the floors of {plan.Project}.")
            .Concat(plan.Floors.Except(folders).Select(floor => $"{plan.Project} has no folder {floor}."));
    }

    private static IEnumerable<string> Upward(FloorPlan plan, IEnumerable<Arrow> arrows) =>
        arrows.Where(arrow => plan.HeightOf(arrow.FromFolder) < plan.HeightOf(arrow.ToFolder)).Select(arrow => $"Upward: {arrow}.");

    private static IEnumerable<string> FolderCircles(IEnumerable<Arrow> arrows) =>
        Circles.Find(arrows.Where(arrow => arrow.FromFolder != arrow.ToFolder).Select(arrow => (arrow.FromFolder, arrow.ToFolder)))
            .Select(circle => $"Circle of folders: {string.Join(", ", circle)}.");

    private static IEnumerable<string> FileCircles(IReadOnlyList<Arrow> arrows) =>
        Circles.Find(arrows.Select(arrow => (arrow.From, arrow.To))).Where(circle => circle.Count > LargestCircle)
            .Select(circle => $"Circle of files: {string.Join(", ", circle)}; {string.Join("; ", arrows.Where(arrow => circle.Contains(arrow.From) && circle.Contains(arrow.To)))}.");
}
