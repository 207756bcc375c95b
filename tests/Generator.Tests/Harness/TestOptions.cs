using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Vtd.Codegen.Tests.Harness;

/// <summary>What a consumer's project says: properties, and metadata of single files by path.</summary>
internal sealed class TestOptions : AnalyzerConfigOptionsProvider
{
    public Dictionary<string, string> Properties { get; init; } = new() { ["build_property.RootNamespace"] = "Consumer" };

    public Dictionary<string, Dictionary<string, string>> Files { get; init; } = [];

    public const string EveryPart = "RegisterFile,Dispatchers,Driver";

    /// <summary>The options of a project that asks for parts.</summary>
    public static TestOptions WithParts(string parts) => new()
    {
        Properties = new() { ["build_property.RootNamespace"] = "Consumer", ["build_property.VtdCodegenParts"] = parts },
    };

    public override AnalyzerConfigOptions GlobalOptions => new Options(Properties);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options([]);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
        new Options(Files.TryGetValue(textFile.Path, out var found) ? found : []);

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
