namespace Vtd.Spec.Tests;

/// <summary>What YAML makes of a comma or a colon in a text without quotes helps nobody; the finding says what to do.</summary>
public sealed class UnquotedTextTests
{
    [Theory]
    [InlineData("red, green", "VTD0101 'green' is not a key: between { and }, a comma ends a text. If it is the rest of 'meaning', write the whole text in quotes.")]
    [InlineData("red, green, or blue", "VTD0101 'green' is not a key: between { and }, a comma ends a text. If it is the rest of 'meaning', write the whole text in quotes.")]
    [InlineData("on, reset", "VTD0105 'reset' has no value; expected a number or an expression, such as CAP.NFR + 1. If it is the rest of 'meaning', write the whole text in quotes.")]
    [InlineData("colour: red", "Write a text that has a colon in quotes.")]
    [InlineData("see: red, green", "Write a text that has a colon in quotes.")]
    public void TheWayOutIsQuotes(string text, string expected) => Assert.Contains(expected, MessageOf(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"red, green\"")]
    [InlineData("'colour: red'")]
    public void QuotedTextIsFine(string text) => Assert.Equal("", MessageOf(text));

    [Fact]
    public void AKeyWithAValueIsNoRestOfAText() =>
        Assert.Equal("VTD0101 Unknown key 'acces' in a register field. Did you mean 'access'?", MessageOf("red, acces: rw"));

    private static string MessageOf(string meaning)
    {
        var text = $"spec: T\nblock: {{ size: 8, access: [4] }}\nregisters:\n  R:\n    offset: 0\n    width: 32\n    reset: 0\n    fields:\n"
            + $"      A: {{ bits: \"31:0\", access: rw, meaning: {meaning} }}\n";
        var (_, findings) = TestData.Link([("r.vtd.yaml", text)]);
        return string.Join("\n", findings.Select(finding => $"{finding.Rule.Id} {finding.Message}"));
    }
}
