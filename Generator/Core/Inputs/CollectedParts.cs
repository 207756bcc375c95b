using System.Collections.Immutable;
using Vtd.Spec;
using Vtd.Spec.Composing;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>Templates and overlays of all files.</summary>
/// <param name="Parts">Templates and overlays; null if they could not be collected.</param>
/// <param name="Findings">Findings about the parts.</param>
public sealed record CollectedParts(SpecParts? Parts, EquatableArray<Finding> Findings)
{
    /// <summary>Collects the templates and overlays of all files.</summary>
    public static CollectedParts Gather(ImmutableArray<ParsedFile> files, CancellationToken cancel)
    {
        var read = files.Select(static file => file.File).OfType<SpecFile>().ToArray();
        return Guarded.Run<CollectedParts>(
            read.Length > 0 ? read[0].Path : "",
            () =>
            {
                var parts = SpecCompiler.CollectParts(read);
                return new(parts, parts.Findings);
            },
            failure => new(null, failure.Only()),
            cancel);
    }
}
