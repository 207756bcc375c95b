using System.Collections.Immutable;
using Vtd.Spec.Declarations;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Pipeline;

/// <summary>A spec file at some step of the pipeline.</summary>
internal interface ISpecFile
{
    /// <summary>What the consumer chose for it.</summary>
    ConsumerOptions Options { get; }

    /// <summary>What it says; null if that is not known.</summary>
    SpecFile? File { get; }
}

/// <summary>Files of one namespace belong together; files of different ones never see each other.</summary>
internal static class ByNamespace
{
    /// <summary>What <paramref name="make"/> makes of the files of each namespace, in order of name; the files come in order of path.</summary>
    public static Gathered<TResult> Gather<TFile, TResult>(
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
