namespace Vtd.Tool.Tests;

public sealed class MisspelledTests
{
    [Theory]
    [InlineData("There is no command 'decod'; did you mean 'decode'?", "decod", "GSTS", "1")]
    [InlineData("There is no command 'xyz'.", "xyz")]
    [InlineData("vtd decode has no option '--jsn'; did you mean '--json'?", "decode", "GSTS", "1", "--jsn")]
    [InlineData("vtd check has no option '--ignor'; did you mean '--ignore'?", "check", "--ignor", "VTD1003")]
    [InlineData("vtd explain has no option '--lst'; did you mean '--list'?", "explain", "--lst")]
    [InlineData("vtd schema has no option '--something'.", "schema", "--something")]
    [InlineData("vtd has no option '--versoin'; did you mean '--version'?", "--versoin")]
    public void AWordThatIsNoneGetsASuggestion(string error, params string[] arguments)
    {
        var run = VtdRun.Of(arguments);

        Assert.Equal((2, "", $"vtd: {error} (vtd --help tells more)\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("'--json' is no hexadecimal number.", "decode", "GSTS", "--", "--json")]
    [InlineData("'-1' is no hexadecimal number.", "decode", "GSTS", "--", "-1")]
    public void WhatFollowsTwoDashesIsMeantAsItIs(string error, params string[] arguments) => Assert.Contains(error, VtdRun.Of(arguments).Error);

    [Fact]
    public void OptionsThatAreHandedOnAreNotJudged() => Assert.DoesNotContain("did you mean", VtdRun.Of("serve", "--vesrion").Error);
}
