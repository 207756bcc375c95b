using System.Collections.Immutable;
using Vtd.Spec;
using Vtd.Spec.Composing;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>Templates and overlays of the files that go into one namespace.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Parts">Templates and overlays of its specs; null if they could not be collected.</param>
/// <param name="Findings">What is wrong with them.</param>
internal sealed record NamespaceParts(string Namespace, SpecParts? Parts, EquatableArray<Finding> Findings)
{
    public static Batch<NamespaceParts> Gather(ImmutableArray<ParsedFile> files, CancellationToken cancel) => ByNamespace.Gather(files, Of, cancel);

    private static NamespaceParts Of(string ns, SpecFile[] files) => Guarded.Run<NamespaceParts>(
        files[0].Path,
        () =>
        {
            var parts = SpecCompiler.CollectParts(files);
            return new(ns, parts, parts.Findings);
        },
        failure => new(ns, null, failure.Only()));
}
