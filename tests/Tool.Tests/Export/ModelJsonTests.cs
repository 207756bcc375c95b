using System.Text.Json;
using NJsonSchema;
using Vtd.Spec.Tests;

namespace Vtd.Tool.Tests.Export;

/// <summary>The JSON against its schema and its description.</summary>
public sealed class ModelJsonTests
{
    private const string SchemaFile = "Spec/schema/vtd-export.schema.json";

    private static readonly JsonSchema s_schema = JsonSchema.FromJsonAsync(Repository.Read(SchemaFile)).GetAwaiter().GetResult();

    public static TheoryData<string> Specs() =>
    [
        "Spec/vtd", "tests/Generator.Tests/Specs", "tests/Generator.Tests/Ports", "tests/Package.Tests/Consumers/Nvme", "tests/Package.Tests/Consumers/Timer",
        "tests/Tool.Tests/Export/Samples",
    ];

    [Theory]
    [MemberData(nameof(Specs))]
    public void EveryDocumentMeetsTheSchema(string path) => Assert.Empty(s_schema.Validate(VtdRun.Of("export", Repository.PathOf(path)).Output));

    [Fact]
    public void AllOfTheLanguageMeetsTheSchema()
    {
        using var folder = new TemporaryFolder();
        var files = GoodInputs.FilesWithParts.Append(("f/arrays.vtd.yaml", ArrayInputs.Text))
            .Select((file, i) => folder.Write($"{i}.vtd.yaml", file.Item2.Split('\n'))).ToArray();

        var text = Exports.Json(files).GetRawText();

        Assert.Empty(s_schema.Validate(text));
        Assert.NotEmpty(s_schema.Validate(text.Replace("\"rw1c\"", "\"w1c\"", StringComparison.Ordinal)));
        Assert.NotEmpty(s_schema.Validate(text.Replace("\"lsb\"", "\"low\"", StringComparison.Ordinal)));
        Assert.NotEmpty(s_schema.Validate(text.Replace("\"format\": 3", "\"format\": 4", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryPropertyIsDescribedAndInTheReadme()
    {
        var readme = Repository.Read("Runtime/Vtd.Tool/README.md").Split("\n## ").Single(section => section.StartsWith("vtd export\n", StringComparison.Ordinal));
        var schema = JsonDocument.Parse(Repository.Read(SchemaFile)).RootElement;
        var properties = schema.GetProperty("definitions").EnumerateObject().Select(definition => definition.Value).Append(schema)
            .Where(definition => definition.TryGetProperty("required", out _))
            .SelectMany(definition => definition.GetProperty("properties").EnumerateObject())
            .ToList();

        Assert.All(properties, property =>
        {
            Assert.NotEqual("", property.Value.GetProperty("description").GetString());
            Assert.Matches($"`{property.Name}(\\[\\])?`", readme);
        });
    }
}
