using System.Collections.Immutable;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Pipeline;

/// <summary>What the files that go into one namespace may refer to in each other.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Symbols">The symbols of its specs; null if they could not be worked out.</param>
/// <param name="Findings">Why not.</param>
internal sealed record NamespaceSymbols(string Namespace, SpecSymbols? Symbols, EquatableArray<Finding> Findings)
{
    public static Gathered<NamespaceSymbols> Gather(ImmutableArray<ComposedFile> files, CancellationToken cancel) => ByNamespace.Gather(files, Of, cancel);

    private static NamespaceSymbols Of(string ns, SpecFile[] files)
    {
        try
        {
            return new(ns, SpecLinker.Symbols(files), default);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new(ns, null, InternalError.Only(files[0].Path, failure));
        }
    }
}
