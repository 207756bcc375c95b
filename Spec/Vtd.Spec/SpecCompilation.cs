using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Linting;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec;

/// <summary>Files of any number of specs, compiled together.</summary>
/// <param name="Read">The files as read, in order of path.</param>
/// <param name="Files">The files with complete declarations, in order of path.</param>
/// <param name="Symbols">The names by which the files refer to each other.</param>
/// <param name="Specs">Everything that is free of errors, one model for each spec, in order of name.</param>
/// <param name="Findings">Errors, by file and in the order of the text.</param>
public sealed record SpecCompilation(
    EquatableArray<SpecFile> Read, EquatableArray<SpecFile> Files, SpecSymbols Symbols, EquatableArray<LinkedSpec> Specs, EquatableArray<Finding> Findings)
{
    /// <summary>Runs the lint rules over all files.</summary>
    /// <returns>Warnings, by file and in the order of the text.</returns>
    public EquatableArray<Finding> Lint()
    {
        var uses = SpecUses.Of(Read);
        return Files.SelectMany(file => SpecLinter.Lint(file, Symbols, uses)).Once();
    }
}
