using System.Collections.Immutable;
using Vtd.Spec.Composing;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Pipeline;

/// <summary>What the files that go into one namespace may take from each other: templates, and the changes of overlays.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Parts">The templates and changes of its specs; null if they could not be worked out.</param>
/// <param name="Findings">What is wrong with them.</param>
internal sealed record NamespaceParts(string Namespace, SpecParts? Parts, EquatableArray<Finding> Findings)
{
    public static Gathered<NamespaceParts> Gather(ImmutableArray<ReadFile> files, CancellationToken cancel) => ByNamespace.Gather(files, Of, cancel);

    private static NamespaceParts Of(string ns, SpecFile[] files)
    {
        try
        {
            var parts = SpecComposer.Parts(files);
            return new(ns, parts, parts.Findings);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new(ns, null, InternalError.Only(files[0].Path, failure));
        }
    }
}
