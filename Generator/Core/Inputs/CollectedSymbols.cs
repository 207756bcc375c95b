using System.Collections.Immutable;
using Vtd.Spec;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>Names that files may refer to in each other.</summary>
/// <param name="Symbols">The symbols of all specs; null if they could not be collected.</param>
/// <param name="Findings">Why not.</param>
public sealed record CollectedSymbols(SpecSymbols? Symbols, EquatableArray<Finding> Findings)
{
    /// <summary>Collects the names of all files.</summary>
    public static CollectedSymbols Gather(ImmutableArray<ComposedFile> files, CancellationToken cancel)
    {
        var composed = files.Select(static file => file.File).OfType<SpecFile>().ToArray();
        return Guarded.Run<CollectedSymbols>(
            composed.Length > 0 ? composed[0].Path : "",
            () => new(SpecCompiler.CollectSymbols(composed), default),
            failure => new(null, failure.Only()),
            cancel);
    }
}
