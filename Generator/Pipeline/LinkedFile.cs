using System.Collections.Immutable;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Pipeline;

/// <summary>A spec file, linked.</summary>
/// <param name="Path">The file.</param>
/// <param name="Options">What the consumer chose for it.</param>
/// <param name="Units">What it declares, as far as it is free of errors; null without a readable name of the spec.</param>
/// <param name="Findings">What is wrong with it beside the others.</param>
internal sealed record LinkedFile(string Path, ConsumerOptions Options, LinkedSpec? Units, EquatableArray<Finding> Findings)
{
    /// <summary>The files that could be read.</summary>
    public static Gathered<LinkedFile> Gather(ImmutableArray<LinkedFile?> files, CancellationToken cancel) =>
        new(files.Where(static file => file is not null).Select(static file => file!).ToEquatableArray());

    public static LinkedFile? From(ComposedFile file, Gathered<NamespaceSymbols> namespaces)
    {
        if (file.File is not { } declared)
            return file.Findings.Count == 0 ? null : new(file.Path, file.Options, null, file.Findings);

        try
        {
            foreach (var candidate in namespaces.Items)
            {
                if (candidate.Namespace == file.Options.Namespace && candidate.Symbols is { } symbols)
                {
                    var result = SpecLinker.Link(declared, symbols);
                    var isNamed = result.Units.Header.Name.Length > 0;
                    return new(declared.Path, file.Options, isNamed ? result.Units : null, file.Findings.Concat(result.Findings).ToEquatableArray());
                }
            }

            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new(declared.Path, file.Options, null, InternalError.Only(declared.Path, failure));
        }
    }
}
