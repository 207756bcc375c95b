using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Spec.Reading;

/// <summary>A file, read, and what is wrong with it by itself.</summary>
/// <param name="File">The declarations that were read; the path alone if the text is not YAML.</param>
/// <param name="Findings">In the order of the text.</param>
public sealed record ReadResult(SpecFile File, EquatableArray<Finding> Findings);
