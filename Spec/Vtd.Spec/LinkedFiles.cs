using Vtd.Spec.Linking;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec;

/// <summary>Files of any number of specs, linked.</summary>
/// <param name="Files">With complete declarations, in order of path.</param>
/// <param name="Symbols">What they may refer to in each other.</param>
/// <param name="Specs">Everything that was free of errors, in order of name.</param>
/// <param name="Findings">By file and in the order of the text; those of reading are not repeated.</param>
public sealed record LinkedFiles(EquatableArray<SpecFile> Files, SpecSymbols Symbols, EquatableArray<LinkedSpec> Specs, EquatableArray<Finding> Findings);
