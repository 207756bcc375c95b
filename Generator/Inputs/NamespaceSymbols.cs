using System.Collections.Immutable;
using Vtd.Spec;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>Names that the files of one namespace may refer to in each other.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Symbols">The symbols of its specs; null if they could not be collected.</param>
/// <param name="Findings">Why not.</param>
internal sealed record NamespaceSymbols(string Namespace, SpecSymbols? Symbols, EquatableArray<Finding> Findings)
{
    public static Batch<NamespaceSymbols> Gather(ImmutableArray<ComposedFile> files, CancellationToken cancel) => ByNamespace.Gather(files, Of, cancel);

    private static NamespaceSymbols Of(string ns, SpecFile[] files) => Guarded.Run<NamespaceSymbols>(
        files[0].Path,
        () => new(ns, SpecCompiler.CollectSymbols(files), default),
        failure => new(ns, null, failure.Only()));
}
