namespace Floors.Tests;

/// <summary>Folders are floors: arrows run one way. The table of CONTRIBUTING.md says which.</summary>
public class FloorTests
{
    private static readonly Lazy<IReadOnlyList<FloorPlan>> s_plans = new(static () => FloorPlan.Read(File.ReadAllText(Path.Combine(ProductProject.Repository, "CONTRIBUTING.md"))));

    public static TheoryData<string> Projects => [.. s_plans.Value.Select(static plan => plan.Project)];

    /// <summary>Projects without handwritten code have no floors to keep, the templates are no code of the product, and Vtd.CodeFixes has no folders (see the
    /// project file of these tests).</summary>
    [Fact]
    public void Every_product_project_with_code_has_a_row()
    {
        var projects = Directory.EnumerateFiles(ProductProject.Repository, "*.csproj", SearchOption.AllDirectories)
            .Select(static file => Path.GetDirectoryName(file)!)
            .Where(static folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any(file => !IsBuilt(Path.GetRelativePath(folder, file))))
            .Select(static folder => Path.GetRelativePath(ProductProject.Repository, folder).Replace('\\', '/'))
            .Where(static project => !project.StartsWith("tests/", StringComparison.Ordinal) && !project.StartsWith("Spec/Templates", StringComparison.Ordinal)
                && project != "Analyzers/Vtd.CodeFixes");

        Assert.Equal(projects.Order(StringComparer.Ordinal), s_plans.Value.Select(static plan => plan.Project).Order(StringComparer.Ordinal));
    }

    private static bool IsBuilt(string path) => path.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj";

    [Theory]
    [MemberData(nameof(Projects))]
    public void Arrows_run_downwards(string project)
    {
        var plan = s_plans.Value.Single(plan => plan.Project == project);
        var read = ProductProject.Read(project);
        Assert.Equal([], read.Unknown);
        Assert.Equal([], FloorCheck.Violations(plan, read.Paths.Values, read.Arrows));
    }
}
