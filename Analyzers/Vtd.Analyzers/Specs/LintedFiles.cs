using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Vtd.Spec;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Analyzers.Specs;

/// <summary>Reads spec files together, as the generator does, and lints them.</summary>
internal static class LintedFiles
{
    /// <summary>Finds lint warnings, by file.</summary>
    public static ILookup<string, Finding> Find(ImmutableArray<AdditionalText> specs) =>
        Lint(specs).ToLookup(static finding => finding.Path, StringComparer.Ordinal);

    private static EquatableArray<Finding> Lint(ImmutableArray<AdditionalText> specs)
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
}
