using System.Collections.Immutable;
using Vtd.Spec;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>A spec file, read.</summary>
/// <param name="Options">The consumer's choices for the file.</param>
/// <param name="File">The declarations; null if the file could not be read at all.</param>
/// <param name="Findings">Findings about the file by itself.</param>
public sealed record ParsedFile(ProjectChoice Options, SpecFile? File, EquatableArray<Finding> Findings)
{
    /// <summary>Reads a spec file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The consumer's choices for the file.</param>
    /// <param name="text">Gives its text; null if it went away.</param>
    /// <param name="findings">Findings about the choices.</param>
    /// <param name="cancel">Cancellation.</param>
    public static ParsedFile From(string path, ProjectChoice options, Func<string?> text, EquatableArray<Finding> findings, CancellationToken cancel) => Guarded.Run<ParsedFile>(
        path,
        () => text() is { } read ? Of(options, options.Place(SpecCompiler.Read(path, read, cancel)), findings) : new(options, null, default),
        failure => new(options, null, failure.Only()));

    /// <summary>Leaves out files of referenced projects that no spec imports.</summary>
    public static IEnumerable<ParsedFile> Used(ImmutableArray<ParsedFile> files, CancellationToken cancel)
    {
        var needed = ReferencedFiles.Needed([.. files.Select(static file => file.File).OfType<SpecFile>()]);
        return files.Where(file => file.File is null || ReferencedFiles.IsUsed(file.File, needed));
    }

    private static ParsedFile Of(ProjectChoice options, Vtd.Spec.Reading.ReadResult read, EquatableArray<Finding> findings) =>
        new(options, read.File, findings.Count > 0 ? read.Findings.Concat(findings).ToEquatableArray() : read.Findings);
}
