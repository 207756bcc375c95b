namespace Vtd.Spec.Tests;

public sealed class ShippedSpecTests
{
    [Fact]
    public void TheShippedSpecHasNoFindings()
    {
        var (units, findings) = TestData.Link(TestData.ShippedFiles());
        Assert.Equal([], findings.Select(TestData.Describe));
        Assert.NotEmpty(units.Registers);
        Assert.NotEmpty(units.Descriptors);
        Assert.NotEmpty(units.Entries);
        Assert.NotEmpty(units.Enums);
    }

    [Fact]
    public void TheShippedSpecIsCleanOfLint() => Assert.Equal([], TestData.Lint(TestData.ShippedFiles()).Select(TestData.Describe));

    [Fact]
    public void EveryDeclarationOfTheShippedSpecIsLinked()
    {
        var compilation = TestData.Compile(TestData.ShippedFiles());
        var files = compilation.Read;
        var units = Assert.Single(compilation.Specs);
        Assert.Equal(files.Sum(file => file.Registers.Count), units.Registers.Count);
        Assert.Equal(files.Sum(file => file.Descriptors.Count), units.Descriptors.Count);
        Assert.Equal(files.Sum(file => file.Entries.Count), units.Entries.Count);
        Assert.Equal(files.Sum(file => file.Enums.Count), units.Enums.Count);
        Assert.Equal(files.Sum(file => file.Queues.Count), units.Queues.Count);
    }
}
