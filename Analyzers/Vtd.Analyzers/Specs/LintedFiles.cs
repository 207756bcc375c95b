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
    /// <param name="specs">The files.</param>
    /// <param name="isReferenced">Whether the types of a file are in a referenced assembly, in whose project the file is linted.</param>
    public static ILookup<string, Finding> Find(ImmutableArray<AdditionalText> specs, Func<AdditionalText, bool> isReferenced)
    {
        var referenced = specs.Where(isReferenced).Select(static text => text.Path).ToImmutableHashSet(StringComparer.Ordinal);
        return Lint(specs, referenced).Where(finding => !referenced.Contains(finding.Path)).ToLookup(static finding => finding.Path, StringComparer.Ordinal);
    }

    private static EquatableArray<Finding> Lint(ImmutableArray<AdditionalText> specs, ImmutableHashSet<string> referenced)
    {
        try
        {
            return SpecCompiler.Compile(specs
                .GroupBy(static text => text.Path, StringComparer.Ordinal)
                .Select(text => SpecCompiler.Read(text.Key, text.First().GetText()?.ToString() ?? ""))
                .Select(read => read with { File = read.File with { IsReferenced = referenced.Contains(read.File.Path) } })).Lint();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The generator meets the same mistake, and reports it at the file.
            return default;
        }
    }
}
