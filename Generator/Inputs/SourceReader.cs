using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Vtd.Codegen.Inputs;

/// <summary>Reads spec files that the compiler has loaded.</summary>
internal static class SourceReader
{
    private const int Utf8 = 65001;
    private const int Utf16 = 1200;
    private const int BigEndianUtf16 = 1201;

    /// <summary>Reads a file.</summary>
    public static ParsedFile Read(SpecSource source, CancellationToken cancel) =>
        ParsedFile.From(source.Text.Path, source.Options, () => source.Text.GetText(cancel) is { } text ? TextOf(text) : null, source.Findings, cancel);

    /// <summary>The text of a file. Where it is not UTF-8, some compilers take it for the code page of their system: that is undone, so that all of them
    /// say what <c>vtd check</c> says.</summary>
    private static string TextOf(SourceText text) => text.Encoding is null or { CodePage: Utf8 or Utf16 or BigEndianUtf16 }
        ? text.ToString()
        : Encoding.UTF8.GetString(text.Encoding.GetBytes(text.ToString()));
}
