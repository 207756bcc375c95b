using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Vtd.Spec;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>A spec file and what the consumer chose for it.</summary>
/// <param name="Text">The file.</param>
/// <param name="Options">Namespace, visibility and parts.</param>
/// <param name="Findings">Findings about the choices.</param>
internal sealed record SpecSource(AdditionalText Text, ProjectChoice Options, EquatableArray<Finding> Findings)
{
    public static bool IsSpec(AdditionalText text) => text.Path.EndsWith(".vtd.yaml", StringComparison.OrdinalIgnoreCase);

    public static SpecSource From(AdditionalText text, AnalyzerConfigOptionsProvider provider)
    {
        var file = provider.GetOptions(text);
        var project = provider.GlobalOptions;
        var root = Option(file, "build_metadata.AdditionalFiles.VtdRootNamespace");
        var ns = new NamespaceChoice(
            Option(file, "build_metadata.AdditionalFiles.VtdNamespace"),
            root is null ? Option(project, "build_property.VtdCodegenNamespace") : null,
            root ?? Option(project, "build_property.RootNamespace"));
        var visibility = Option(file, "build_metadata.AdditionalFiles.VtdVisibility")
            ?? Option(project, "build_property.VtdCodegenVisibility");
        var isPublic = string.Equals(visibility, "public", StringComparison.OrdinalIgnoreCase);
        var isKnown = isPublic || visibility is null || string.Equals(visibility, "internal", StringComparison.OrdinalIgnoreCase);
        var parts = GeneratedPartWords.Parse(
            Option(file, "build_metadata.AdditionalFiles.VtdParts") ?? Option(project, "build_property.VtdCodegenParts"), out var unknownPart);
        var choice = new ProjectChoice(ns, isPublic, IsReferenced: IsFalse(Option(file, "build_metadata.AdditionalFiles.VtdGenerate")))
        {
            IsCheckedOnly = IsFalse(Option(project, "build_property.VtdCodegenGenerate")),
            Parts = parts,
        };
        var findings = new List<Finding>();
        if (!isKnown)
            findings.Add(UnknownVisibility.At(text.Path, visibility!));
        if (unknownPart is not null)
            findings.Add(UnknownParts.At(text.Path, unknownPart));
        return new(text, choice, findings.ToEquatableArray());
    }

    /// <summary>Drops repetitions, as a project may list a file twice, and sorts by path.</summary>
    public static IEnumerable<SpecSource> Distinct(ImmutableArray<SpecSource> sources, CancellationToken cancel)
    {
        SpecSource? last = null;
        foreach (var source in sources.OrderBy(static source => source.Text.Path, StringComparer.Ordinal))
        {
            if (last?.Text.Path != source.Text.Path)
                yield return source;
            last = source;
        }
    }

    private static bool IsFalse(string? option) => string.Equals(option, "false", StringComparison.OrdinalIgnoreCase);

    private static string? Option(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue(key, out var value) && value.Trim() is { Length: > 0 } text ? text : null;
}
