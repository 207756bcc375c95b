namespace Floors.Tests;

/// <summary>Folders are floors: arrows run one way. The table of CONTRIBUTING.md says which.</summary>
public class FloorTests
{
    private static readonly Lazy<IReadOnlyList<FloorPlan>> s_plans = new(static () => FloorPlan.Read(File.ReadAllText(Path.Combine(ProductProject.Repository, "CONTRIBUTING.md"))));

    public static TheoryData<string> Projects => [.. s_plans.Value.Select(static plan => plan.Project)];

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
