using System.Text.RegularExpressions;
using NJsonSchema;
using Vtd.Spec.Tests;
using Vtd.Spec.Tools.Reference;

namespace Vtd.Spec.Tools.Tests.Reference;

public sealed partial class SchemaTests
{
    private const string SchemaFile = "Spec/schema/vtd-spec.schema.json";
    private const string Wrong = "tests/Spec.Tests/Wrong";

    /// <summary>Rules whose mistakes the schema shows in an editor, all of them but those below.</summary>
    private static readonly string[] s_inTheSchema =
    [
        "VTD0101", "VTD0102", "VTD0103", "VTD0105", "VTD0106", "VTD0107", "VTD0108", "VTD0109", "VTD0110", "VTD0111", "VTD0112", "VTD0113",
        "VTD0114", "VTD0301", "VTD0804", "VTD0809",
    ];

    /// <summary>Mistakes against those rules that need more than a pattern, and why.</summary>
    private static readonly Dictionary<string, string> s_beyondTheSchema = new()
    {
        ["octal-number.vtd.yaml"] = "YAML 1.2 itself takes 010 for ten",
        ["code-without-member.vtd.yaml"] = "a name that needs another key beside it",
        ["keyword-as-name.vtd.yaml"] = "the words of C# are no pattern",
        ["remove-in-first-template.vtd.yaml"] = "a template that is like another can remove",
        ["overlay-with-like/overlay.vtd.yaml"] = "a template in an overlay can be like another",
        ["overlay-unreadable-value/overlay.vtd.yaml"] = "a comparison of two numbers in one text",
        ["group-without-registers.vtd.yaml"] = "one of two keys",
        ["aliases-without-one.vtd.yaml"] = "one of three keys",
        ["aliases-without-one-in-block.vtd.yaml"] = "one of three keys",
        ["groups-too-deep.vtd.yaml"] = "a number of levels",
        ["bits-upside-down.vtd.yaml"] = "a comparison of two numbers in one text",
        ["no-codes.vtd.yaml"] = "an empty mapping is fine elsewhere",
        ["number-past-64-bits.vtd.yaml"] = "the size of a number in a text",
        ["stride-too-large.vtd.yaml"] = "an expression is a text",
        ["too-many-elements.vtd.yaml"] = "an expression is a text",
        ["since-not-a-revision.vtd.yaml"] = "the numbers of a revision are a text",
        ["unknown-reset-word.vtd.yaml"] = "an expression is a text",
    };

    /// <summary>Rules about YAML itself: whether a schema gets to see the file is up to the editor.</summary>
    private static readonly string[] s_ofYaml = ["VTD0001", "VTD0002", "VTD0003", "VTD0004", "VTD0005", "VTD0006", "VTD0104"];

    private static readonly JsonSchema s_schema = JsonSchema.FromJsonAsync(SpecSchema.Write()).GetAwaiter().GetResult();

    [Fact]
    public void TheFileIsWhatTheReaderReadsBy() => Repository.IsUpToDate(SchemaFile, SpecSchema.Write());

    public static TheoryData<string> Good() =>
    [
        .. Repository.Files("Spec/vtd", "*.vtd.yaml"),
        .. Repository.Files("tests/Package.Tests/Consumers", "*.vtd.yaml").Where(path => !path.Contains("Broken", StringComparison.Ordinal)),
        .. Repository.Files("tests/Generator.Tests/Specs", "*.vtd.yaml"),
        .. Repository.Files("tests/Generator.Tests/Ports", "*.vtd.yaml"),
    ];

    [Theory]
    [MemberData(nameof(Good))]
    public void ItTakesEverySpec(string path) => Assert.True(Takes(File.ReadAllText(path)));

    [Fact]
    public void ItTakesAllOfTheLanguage() => Assert.All(GoodInputs.Files, file => Assert.True(Takes(file.Text), file.Path));

    [Fact]
    public void ItTakesEveryExampleOfTheReference() => Assert.All(Examples.In(LanguageReference.Write()), example => Assert.True(Takes(example.Text), example.Text));

    public static TheoryData<string> WrongInputs() =>
        [.. Repository.Files(Wrong, "*.vtd.yaml").Where(path => RuleOf(path) is { Length: > 0 } rule && !s_ofYaml.Contains(rule))];

    [Theory]
    [MemberData(nameof(WrongInputs))]
    public void ItRejectsTheMistakesThatASchemaCanExpressAndNoOthers(string path)
    {
        var isExpressible = s_inTheSchema.Contains(RuleOf(path)) && !s_beyondTheSchema.ContainsKey(NameOf(path));

        Assert.Equal(!isExpressible, Takes(File.ReadAllText(path)));
    }

    [Fact]
    public void EveryMistakeBeyondTheSchemaIsInTheCorpus() =>
        Assert.Equal([], s_beyondTheSchema.Keys.Except(Repository.Files(Wrong, "*.vtd.yaml").Select(NameOf)));

    public static TheoryData<string> Shipped() => [.. Repository.Files("Spec/vtd", "*.vtd.yaml"), .. Consumers("Nvme"), .. Consumers("Timer")];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void TheFirstLineOfAFileNamesTheSchema(string path)
    {
        var schema = Path.GetRelativePath(Path.GetDirectoryName(path)!, Repository.PathOf(SchemaFile)).Replace('\\', '/');

        Assert.Equal($"# yaml-language-server: $schema={schema}", File.ReadLines(path).First());
    }

    private static IEnumerable<string> Consumers(string name) => Repository.Files($"tests/Package.Tests/Consumers/{name}", "*.vtd.yaml");

    private static string NameOf(string path) => Path.GetRelativePath(Repository.PathOf(Wrong), path).Replace('\\', '/');

    private static string RuleOf(string path) => Marker().Match(File.ReadAllText(path)).Groups["rule"].Value;

    private static bool Takes(string yaml) => s_schema.Validate(YamlAsJson.Read(yaml)?.ToJsonString() ?? "null").Count == 0;

    [GeneratedRegex(@"#!(@\d+)? (?<rule>VTD\d{4})")]
    private static partial Regex Marker();
}
