using System.Text.Json;
using NJsonSchema;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;
using Vtd.Spec.Tools.Check.Sarif;

namespace Vtd.Tool.Tests.Check;

public sealed class SarifTests
{
    private static Finding At(string path) => new(Rules.All[3], path, new SourceSpan(5, 3, 2, 1, 2, 4), "Wrong 'here'.");

    private static JsonElement Location(string path, string root) => JsonDocument.Parse(SarifJson.Write([At(path)], root)).RootElement
        .GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation");

    [Fact]
    public async Task EveryLogMeetsTheSchemaOfTheStandard()
    {
        var schema = await JsonSchema.FromFileAsync(TestFolders.SarifSchema);
        foreach (var input in new[] { TestFolders.WrongInputs, TestFolders.ShippedSpec })
        {
            var run = VtdRun.Of("check", input, "--sarif", "-");
            Assert.Empty(schema.Validate(run.Output));
        }

        Assert.NotEmpty(schema.Validate(SarifJson.Write([At("a")], "/").Replace("\"warning\"", "\"bad\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void ResultsNameTheirRule()
    {
        var run = JsonDocument.Parse(VtdRun.Of("check", TestFolders.WrongInputs, "--sarif", "-").Output).RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");

        Assert.Equal(Rules.All.Select(rule => rule.Id), rules.EnumerateArray().Select(rule => rule.GetProperty("id").GetString()));
        Assert.NotEmpty(run.GetProperty("results").EnumerateArray());
        Assert.All(run.GetProperty("results").EnumerateArray(), result =>
            Assert.Equal(rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString(), result.GetProperty("ruleId").GetString()));
        Assert.All(rules.EnumerateArray(), rule => Assert.StartsWith($"# {rule.GetProperty("id")}: ", rule.GetProperty("help").GetProperty("markdown").GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/project/spec/a.vtd.yaml", "spec/a.vtd.yaml")]
    [InlineData("spec/../b c#.vtd.yaml", "b%20c%23.vtd.yaml")]
    [InlineData("..a/b.vtd.yaml", "..a/b.vtd.yaml")]
    public void UrisAreRelativeToTheFolder(string path, string uri)
    {
        var artifact = Location(path, "/project").GetProperty("artifactLocation");
        Assert.Equal((uri, "SRCROOT"), (artifact.GetProperty("uri").GetString(), artifact.GetProperty("uriBaseId").GetString()));
    }

    [Fact]
    public void FilesElsewhereAreAbsolute()
    {
        var artifact = Location("../elsewhere/a.vtd.yaml", "/project").GetProperty("artifactLocation");
        Assert.Equal("file:///elsewhere/a.vtd.yaml", artifact.GetProperty("uri").GetString());
        Assert.False(artifact.TryGetProperty("uriBaseId", out _));
    }

    [Fact]
    public void TheRegionIsTheSpan() =>
        Assert.Equal(
            """{"startLine":2,"startColumn":1,"endLine":2,"endColumn":4,"charOffset":5,"charLength":3}""",
            JsonSerializer.Serialize(Location("a", "/project").GetProperty("region")));

    [Fact]
    public void AFileGetsTheLogBesideTheText()
    {
        using var folder = new TemporaryFolder();
        var run = VtdRun.Of("check", TestFolders.ShippedSpec, "--sarif", folder.PathOf("log.sarif"));

        Assert.StartsWith("checked ", run.LastLine, StringComparison.Ordinal);
        Assert.Equal(VtdRun.Of("check", TestFolders.ShippedSpec, "--sarif", "-").Output, File.ReadAllText(folder.PathOf("log.sarif")));
    }

    [Fact]
    public void AFileThatCannotBeWrittenIsUnusable()
    {
        var run = VtdRun.Of("check", TestFolders.ShippedSpec, "--sarif", "/nowhere/log.sarif");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("vtd: /nowhere/log.sarif: ", run.Error, StringComparison.Ordinal);
    }
}
