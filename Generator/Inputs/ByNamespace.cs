using System.Collections.Immutable;
using Vtd.Spec.Declarations;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>A spec file at some step of the pipeline.</summary>
internal interface ISpecFile
{
    /// <summary>Options of the consumer for the file.</summary>
    ConsumerOptions Options { get; }

    /// <summary>Declarations of the file; null if it could not be read.</summary>
    SpecFile? File { get; }
}

/// <summary>Files of one namespace belong together; files of different ones never see each other.</summary>
internal static class ByNamespace
{
    /// <summary>Calls <paramref name="make"/> with the files of each namespace, in order of path; the results are in order of namespace.</summary>
    public static Batch<TResult> Gather<TFile, TResult>(
        ImmutableArray<TFile> files, Func<string, SpecFile[], TResult> make, CancellationToken cancel)
        where TFile : class, ISpecFile
        where TResult : class, IEquatable<TResult> => new(files
        .Where(static file => file.File is not null)
        .OrderBy(static file => file.File!.Path, StringComparer.Ordinal)
        .GroupBy(static file => file.Options.Namespace, static file => file.File!, StringComparer.Ordinal)
        .OrderBy(static group => group.Key, StringComparer.Ordinal)
        .Select(group =>
        {
            cancel.ThrowIfCancellationRequested();
            return make(group.Key, [.. group]);
        })
        .ToEquatableArray());
}
