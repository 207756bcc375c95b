namespace Vtd.Spec.Tests;

/// <summary>The order in which variants of an entry are tried, and what is said of conditions that can hold together.</summary>
public sealed class VariantTests
{
    private static string Entry(string name, string when) =>
        $"  {name}:\n    size: 64\n    variant: {{ of: page, when: {when} }}\n    fields: {{ P: {{ bits: 0, meaning: p }}, L: {{ bits: \"2:1\", meaning: l }}, WIDE: {{ bits: \"63:3\", meaning: w }} }}\n";

    private static (string, string) File(string path, params IEnumerable<(string Name, string When)> entries) =>
        (path, "spec: Test\nentries:\n" + string.Concat(entries.Select(static entry => Entry(entry.Name, entry.When))));

    [Fact]
    public void The_order_is_that_of_the_files_and_of_the_declarations_in_them()
    {
        var (spec, findings) = TestData.Link(
            File("b.vtd.yaml", ("c", "P and L == 0"), ("a", "P and L == 1")), File("a.vtd.yaml", ("z", "not P"), ("b", "P and L == 2")));

        Assert.Empty(findings.Select(TestData.Describe));
        Assert.Equal(["a", "b", "c", "z"], spec.Entries.Select(static entry => entry.Name));
        Assert.Equal(["z", "b", "c", "a"], spec.Entries.OrderBy(static entry => entry.VariantPlace).Select(static entry => entry.Name));
    }

    [Theory]
    [InlineData("P and L == 0", "P and L == 1")]
    [InlineData("P and L < 2", "not P or L >= 2")]
    [InlineData("WIDE < 700", "WIDE >= 700")]
    [InlineData("WIDE > L", "L > 1")] // compares two fields, so it is not certain
    [InlineData("WIDE + 1 == 2", "WIDE == 1")] // the same for what is computed from many bits
    public void Nothing_is_said_of_conditions_that_exclude_each_other_or_may(string first, string second) =>
        Assert.Empty(TestData.Lint(File("a.vtd.yaml", ("a", first), ("b", second))));

    [Theory]
    [InlineData("P", "P and L == 0")]
    [InlineData("P or L == 1", "not P")]
    [InlineData("WIDE <= 700", "WIDE >= 700")]
    [InlineData("L + 1 == 2", "L == 1")]
    [InlineData("'min(L, 2) == 2'", "L % 2 == 0 and L != 0")]
    public void Conditions_that_hold_together_are_reported(string first, string second)
    {
        var finding = Assert.Single(TestData.Lint(File("a.vtd.yaml", ("b", first), ("a", second))));

        Assert.Equal("VTD1013", finding.Rule.Id);
        Assert.Contains("b is selected then", finding.Message, StringComparison.Ordinal);
    }
}
