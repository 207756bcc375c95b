namespace Vtd.Tool.Tests.Export;

/// <summary>What is written of a small spec that has one of everything, for reviewers: others read these formats.</summary>
public sealed class SnapshotTests
{
    private const string Samples = "tests/Tool.Tests/Export/Samples";

    [Fact]
    public void Json() => Repository.IsUpToDate($"{Samples}/timer.json", VtdRun.Of("export", Repository.PathOf($"{Samples}/timer.vtd.yaml")).Output);

    [Fact]
    public void CHeader() => Repository.IsUpToDate($"{Samples}/timer.h", Exports.Header(Repository.PathOf($"{Samples}/timer.vtd.yaml")));
}
