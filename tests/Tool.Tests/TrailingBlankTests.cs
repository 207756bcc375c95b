namespace Vtd.Tool.Tests;

/// <summary>Output that is redirected has no blanks at the ends of lines: it is compared, searched and pasted.</summary>
public class TrailingBlankTests
{
    [Theory]
    [InlineData("decode", "GSTS", "0xc7000000")]
    [InlineData("decode", "pasid-entry", "0", "0", "0", "0", "0", "0", "0", "0")]
    [InlineData("show", "GCMD")]
    [InlineData("encode", "GSTS", "TES=1")]
    [InlineData("explain", "--list")]
    [InlineData("--help")]
    public void No_line_ends_in_a_blank(params string[] arguments)
    {
        var lines = VtdRun.Of(arguments).Output.Split('\n');

        Assert.True(lines.Length > 1);
        Assert.Equal(lines.Select(line => line.TrimEnd()), lines);
    }
}
