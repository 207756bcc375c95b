using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Floors.Tests;

/// <summary>Specs of a project as its build gives them to the generator.</summary>
internal sealed class SpecFiles : AnalyzerConfigOptionsProvider
{
    private readonly AnalyzerConfigSet _config;

    private SpecFiles(AnalyzerConfig config)
    {
        _config = AnalyzerConfigSet.Create<List<AnalyzerConfig>>([config]);
        GlobalOptions = new Values(_config.GlobalConfigOptions.AnalyzerOptions);
    }

    public ImmutableArray<AdditionalText> Files { get; private init; }

    public AnalyzerConfigOptionsProvider Options => this;

    public override AnalyzerConfigOptions GlobalOptions { get; }

    /// <summary>Reads the options that the build wrote for the compiler: one section for each spec.</summary>
    public static SpecFiles Read(string path)
    {
        var text = File.ReadAllText(path);
        var specs = text.Split('\n').Select(static line => line.Trim()).Where(static line => line.StartsWith('[') && line.EndsWith(".vtd.yaml]", StringComparison.Ordinal));
        return new SpecFiles(AnalyzerConfig.Parse(text, path)) { Files = [.. specs.Select(static line => new Spec(line[1..^1]))] };
    }

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(_config.GetOptionsForSourcePath(textFile.Path).AnalyzerOptions);

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
    }

    private sealed class Spec(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(path));
    }
}
