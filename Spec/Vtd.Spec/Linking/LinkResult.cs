using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>The result of linking one file.</summary>
/// <param name="Units">Everything that was free of errors.</param>
/// <param name="Findings">By file and in the order of the text; those of reading are not repeated.</param>
public sealed record LinkResult(LinkedSpec Units, EquatableArray<Finding> Findings);
