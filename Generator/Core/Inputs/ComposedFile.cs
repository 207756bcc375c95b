using Vtd.Spec;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>A spec file with complete declarations.</summary>
/// <param name="Path">The file.</param>
/// <param name="Options">The consumer's choices for the file.</param>
/// <param name="File">The declarations; null if the file could not be read or composed.</param>
/// <param name="Findings">Findings about the declarations that were made of parts.</param>
public sealed record ComposedFile(string Path, ProjectChoice Options, SpecFile? File, EquatableArray<Finding> Findings)
{
    /// <summary>Completes the declarations of a file with templates and overlays.</summary>
    public static ComposedFile From(ParsedFile file, CollectedParts collected)
    {
        if (file.File is not { } read)
            return new("", file.Options, null, default);
        if (collected.Parts is not { } parts)
            return new(read.Path, file.Options, null, default);
        return Guarded.Run<ComposedFile>(
            read.Path,
            () =>
            {
                var result = SpecCompiler.Compose(read, parts);
                return new(read.Path, file.Options, result.File, result.Findings);
            },
            failure => new(read.Path, file.Options, null, failure.Only()));
    }
}
