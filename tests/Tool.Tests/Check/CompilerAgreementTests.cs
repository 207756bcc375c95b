using System.Text.Json;
using Microsoft.CodeAnalysis;
using Vtd.Codegen.Tests.Harness;

namespace Tool.Tests.Check;

/// <summary>What `vtd check` says about a file is what the compiler says, word by word and at the same place.</summary>
public sealed class CompilerAgreementTests
{
    public static TheoryData<string> Cases() =>
        [.. new[] { "", "Lint" }.SelectMany(folder => Directory.GetFileSystemEntries(Path.Combine(TestFolders.WrongInputs, folder)))
            .Select(path => Path.GetRelativePath(TestFolders.WrongInputs, path)).Where(name => name != "Lint").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void CheckSaysWhatTheCompilerSays(string name)
    {
        var path = Path.Combine(TestFolders.WrongInputs, name);
        var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.vtd.yaml", SearchOption.AllDirectories) : [path];
        var compiler = Generated.Run(files.Select(file => new TestText(file, File.ReadAllText(file)))).Diagnostics.Select(Of).Order(StringComparer.Ordinal).ToList();
        var check = VtdRun.Of("check", path, "--no-lint", "--json");

        Assert.Equal(compiler, check.Json.GetProperty("findings").EnumerateArray().Select(Of).Order(StringComparer.Ordinal));
        Assert.Equal(compiler.Count > 0 ? 1 : 0, check.ExitCode);
        Assert.Equal(!name.StartsWith("Lint", StringComparison.Ordinal), compiler.Count > 0);
    }

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
