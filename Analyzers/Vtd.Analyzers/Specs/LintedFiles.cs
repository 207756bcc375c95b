using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Vtd.Spec;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Analyzers.Specs;

/// <summary>Reads spec files as the generator does, those of one namespace together, and lints them.</summary>
internal static class LintedFiles
{
    /// <summary>Finds lint warnings, by file.</summary>
    public static ILookup<string, Finding> Find(ImmutableArray<AdditionalText> specs, AnalyzerConfigOptionsProvider options) => specs
        .GroupBy(text => NamespaceOf(text, options), StringComparer.Ordinal)
        .SelectMany(static group => Lint(group))
        .ToLookup(static finding => finding.Path, StringComparer.Ordinal);

    private static EquatableArray<Finding> Lint(IEnumerable<AdditionalText> specs)
    {
        try
        {
            return SpecCompiler.Compile(specs
                .GroupBy(static text => text.Path, StringComparer.Ordinal)
                .Select(static text => SpecCompiler.Read(text.Key, text.First().GetText()?.ToString() ?? ""))).Lint();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The generator meets the same mistake, and reports it at the file.
            return default;
        }
    }

    private static string NamespaceOf(AdditionalText text, AnalyzerConfigOptionsProvider options) =>
        Option(options.GetOptions(text), "build_metadata.AdditionalFiles.VtdNamespace")
        ?? Option(options.GlobalOptions, "build_property.VtdCodegenNamespace")
        ?? Option(options.GlobalOptions, "build_property.RootNamespace")
        ?? "";

    private static string? Option(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue(key, out var value) && value.Trim() is { Length: > 0 } text ? text : null;
}
