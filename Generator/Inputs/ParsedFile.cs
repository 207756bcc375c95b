using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using Vtd.Spec;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>A spec file, read.</summary>
/// <param name="Options">What the consumer chose for it.</param>
/// <param name="File">What it says; null if it could not be read at all.</param>
/// <param name="Findings">What is wrong with it by itself.</param>
internal sealed record ParsedFile(ProjectChoice Options, SpecFile? File, EquatableArray<Finding> Findings)
{
    private const int Utf8 = 65001;
    private const int Utf16 = 1200;
    private const int BigEndianUtf16 = 1201;

    public static ParsedFile From(SpecSource source, CancellationToken cancel) => Guarded.Run<ParsedFile>(
        source.Text.Path,
        () => Read(source, cancel),
        failure => new(source.Options, null, failure.Only()));

    /// <summary>Leaves out files of referenced projects that no spec imports.</summary>
    public static IEnumerable<ParsedFile> Used(ImmutableArray<ParsedFile> files, CancellationToken cancel)
    {
        var needed = ReferencedFiles.Needed([.. files.Select(static file => file.File).OfType<SpecFile>()]);
        return files.Where(file => file.File is null || ReferencedFiles.IsUsed(file.File, needed));
    }

    private static ParsedFile Read(SpecSource source, CancellationToken cancel)
    {
        // Null if the file went away: the compiler reports that itself.
        if (source.Text.GetText(cancel) is not { } text)
            return new(source.Options, null, default);

        var path = source.Text.Path;
        var result = source.Options.Place(SpecCompiler.Read(path, TextOf(text), cancel));
        var findings = source.UnknownVisibility is { } word
            ? result.Findings.Append(UnknownVisibility.At(path, word)).ToEquatableArray()
            : result.Findings;
        return new(source.Options, result.File, findings);
    }

    /// <summary>The text of a file. Where it is not UTF-8, some compilers take it for the code page of their system: that is undone, so that all of them
    /// say what <c>vtd check</c> says.</summary>
    private static string TextOf(SourceText text) => text.Encoding is null or { CodePage: Utf8 or Utf16 or BigEndianUtf16 }
        ? text.ToString()
        : Encoding.UTF8.GetString(text.Encoding.GetBytes(text.ToString()));
}
