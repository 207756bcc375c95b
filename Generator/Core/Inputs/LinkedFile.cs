using System.Collections.Immutable;
using Vtd.Spec;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>A spec file, linked.</summary>
/// <param name="Path">The file.</param>
/// <param name="Options">The consumer's choices for the file.</param>
/// <param name="Units">The declarations without errors; null if the file could not be linked or does not name its spec.</param>
/// <param name="Findings">Findings about the file among the others.</param>
public sealed record LinkedFile(string Path, ProjectChoice Options, LinkedSpec? Units, EquatableArray<Finding> Findings)
{
    /// <summary>All files as one value.</summary>
    public static Batch<LinkedFile> Gather(ImmutableArray<LinkedFile> files, CancellationToken cancel) => new(files.ToEquatableArray());

    /// <summary>Links a file to the names that it may refer to.</summary>
    public static LinkedFile From(ScopedFile visible)
    {
        var file = visible.File;
        if (file.File is not { } composed || visible.Symbols is not { } symbols)
            return new(file.Path, file.Options, null, file.Findings);
        return Guarded.Run<LinkedFile>(
            file.Path,
            () =>
            {
                var result = SpecCompiler.Link(composed, symbols);
                var isNamed = result.Units.Header.Name.Length > 0;
                return new(file.Path, file.Options, isNamed ? result.Units : null, file.Findings.Concat(result.Findings).ToEquatableArray());
            },
            failure => new(file.Path, file.Options, null, failure.Only()));
    }
}
