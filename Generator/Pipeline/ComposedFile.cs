using Vtd.Spec.Composing;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Pipeline;

/// <summary>A spec file with complete declarations.</summary>
/// <param name="Path">The file.</param>
/// <param name="Options">What the consumer chose for it.</param>
/// <param name="File">What it says; null if it could not be read or composed.</param>
/// <param name="Findings">What is wrong with the declarations that were made of parts.</param>
internal sealed record ComposedFile(string Path, ConsumerOptions Options, SpecFile? File, EquatableArray<Finding> Findings) : ISpecFile
{
    public static ComposedFile From(ReadFile file, Gathered<NamespaceParts> namespaces)
    {
        if (file.File is not { } declared)
            return new("", file.Options, null, default);

        try
        {
            foreach (var candidate in namespaces.Items)
            {
                if (candidate.Namespace == file.Options.Namespace && candidate.Parts is { } parts)
                {
                    var result = SpecComposer.Compose(declared, parts);
                    return new(declared.Path, file.Options, result.File, result.Findings);
                }
            }

            return new(declared.Path, file.Options, null, default);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new(declared.Path, file.Options, null, InternalError.Only(declared.Path, failure));
        }
    }
}
