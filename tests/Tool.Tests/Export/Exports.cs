using System.Text.Json;
using System.Text.RegularExpressions;

namespace Vtd.Tool.Tests.Export;

/// <summary>Exports that several tests look at, and reading them.</summary>
internal static partial class Exports
{
    private static readonly Lazy<JsonElement> s_vtd = new(() => Json(Repository.PathOf("Spec/vtd")).GetProperty("specs")[0]);
    private static readonly Lazy<string> s_vtdHeader = new(() => Header(Repository.PathOf("Spec/vtd")));

    /// <summary>All of VT-d.</summary>
    public static JsonElement Vtd => s_vtd.Value;

    public static string VtdHeader => s_vtdHeader.Value;

    public static JsonElement Json(params string[] arguments) => JsonDocument.Parse(Export(arguments)).RootElement;

    public static string Header(params string[] arguments) => Export(["--format", "c-header", .. arguments]);

    /// <summary>The macros of a header and what they stand for; those like functions with their parameters.</summary>
    public static IEnumerable<(string Name, string Value)> Macros(string header) =>
        Define().Matches(header).Select(match => (match.Groups["name"].Value, match.Groups["value"].Value));

    private static string Export(string[] arguments)
    {
        var run = VtdRun.Of(["export", .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output;
    }

    [GeneratedRegex(@"^#define (?<name>\w+)(?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Define();
}
