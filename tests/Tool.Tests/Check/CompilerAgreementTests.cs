using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Vtd.Codegen.Tests.Harness;

namespace Vtd.Tool.Tests.Check;

/// <summary>What `vtd check` says about a file is what the compiler says, word by word and at the same place.</summary>
public sealed partial class CompilerAgreementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> Encodings => new()
    {
        { "utf-8", "", "" },
        { "utf-8", "EF-BB-BF", "" },
        { "utf-16", "FF-FE", "" },
        { "utf-16BE", "FE-FF", "" },
        { "utf-16", "", "(1,2)" },
        { "utf-16BE", "", "(1,1)" },
        { "utf-32", "FF-FE-00-00", "(1,1)" },
        { "utf-32BE", "00-00-FE-FF", "(1,1)" },
        { "iso-8859-1", "", "(2,34)" },
    };

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Cases() =>
        [.. new[] { "", "Lint" }.SelectMany(folder => Directory.GetFileSystemEntries(Path.Combine(TestFolders.WrongInputs, folder)))
            .Select(path => Path.GetRelativePath(TestFolders.WrongInputs, path)).Where(name => name != "Lint").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void CheckSaysWhatTheCompilerSays(string name)
    {
        var path = Path.Combine(TestFolders.WrongInputs, name);
        var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.vtd.yaml", SearchOption.AllDirectories) : [path];
        var choices = files.Select(file => (File: file, Choices: Choice().Matches(File.ReadAllText(file)))).Where(pair => pair.Choices.Count > 0)
            .ToDictionary(pair => pair.File, pair => pair.Choices.ToDictionary(choice => Metadata + choice.Groups["name"].Value, choice => choice.Groups["value"].Value));
        var compiler = Generated.Run(files.Select(file => new TestText(file, File.ReadAllText(file))), new TestOptions { Files = choices })
            .Diagnostics.Select(Of).Order(StringComparer.Ordinal).ToList();
        var check = VtdRun.Of("check", choices.Count > 0 ? Project(choices) : path, "--no-lint", "--json");

        Assert.Equal(compiler, check.Json.GetProperty("findings").EnumerateArray().Select(Of).Order(StringComparer.Ordinal));
        Assert.Equal(compiler.Count > 0 ? 1 : 0, check.ExitCode);
        Assert.Equal(!name.StartsWith("Lint", StringComparison.Ordinal), compiler.Count > 0);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void BothReadTheSameTextInEveryEncoding(string encoding, string mark, string place)
    {
        const string Text = "spec: T\nenums: { E: { width: 1, about: na\u00EFve, codes: { A: 0, B: 1 } } }\n";
        byte[] bytes = [.. Convert.FromHexString(mark.Replace("-", "")), .. Encoding.GetEncoding(encoding).GetBytes(Text)];
        var path = _folder.Write("t.vtd.yaml", bytes);

        var compiler = Generated.Run([new TestText(path, SourceText.From(bytes, bytes.Length))]).Diagnostics.Select(Of).ToList();
        Assert.Equal(compiler, VtdRun.Of("check", path, "--no-lint", "--json").Json.GetProperty("findings").EnumerateArray().Select(Of));
        Assert.Equal(place.Length > 0 ? 1 : 0, compiler.Count);
        Assert.All(compiler, finding => Assert.StartsWith($"{path}{place}-", finding, StringComparison.Ordinal));
        Assert.All(compiler, finding => Assert.Contains("error VTD0006", finding, StringComparison.Ordinal));
    }

    [Fact]
    public void ACompilerThatTakesBytesForACodePageSaysTheSame()
    {
        var bytes = Encoding.Latin1.GetBytes("spec: T\nenums: { E: { width: 1, about: na\u00EFve, codes: { A: 0, B: 1 } } }\n");
        var finding = Assert.Single(Generated.Run([new TestText("t.vtd.yaml", SourceText.From(bytes, bytes.Length, Encoding.Latin1))]).Diagnostics);
        Assert.StartsWith("t.vtd.yaml(2,34)-(2,35) error VTD0006", Of(finding), StringComparison.Ordinal);
    }

    /// <summary>A project that makes choices for files.</summary>
    private string Project(Dictionary<string, Dictionary<string, string>> choices)
    {
        var items = string.Concat(choices.Select(choice => $"<AdditionalFiles Include=\"{choice.Key}\" {string.Join(' ', choice.Value.Select(one => $"{one.Key[Metadata.Length..]}=\"{one.Value}\""))} />"));
        return _folder.Write("Device.csproj", Encoding.UTF8.GetBytes($"<Project><ItemGroup>{items}</ItemGroup></Project>"));
    }

    private const string Metadata = "build_metadata.AdditionalFiles.";

    [GeneratedRegex("^# (?<name>VtdNamespace|VtdVisibility)=\"(?<value>[^\"]*)\"$", RegexOptions.Multiline)]
    private static partial Regex Choice();

    private static string Of(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetLineSpan();
        var (start, end) = (place.StartLinePosition, place.EndLinePosition);
        return $"{place.Path}({start.Line + 1},{start.Character + 1})-({end.Line + 1},{end.Character + 1}) {diagnostic.Severity.ToString().ToLowerInvariant()} "
            + $"{diagnostic.Id} {diagnostic.Descriptor.Title}: {diagnostic.GetMessage()}";
    }

    private static string Of(JsonElement finding)
    {
        string Text(string name) => finding.GetProperty(name).ToString();
        return $"{Text("path")}({Text("line")},{Text("column")})-({Text("endLine")},{Text("endColumn")}) {Text("severity")} {Text("id")} {Text("title")}: {Text("message")}";
    }
}
