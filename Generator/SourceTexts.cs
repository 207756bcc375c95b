using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using Vtd.Codegen.Rendering;

namespace Vtd.Codegen;

/// <summary>Generated files as the compiler takes them. A file that stays as it is keeps its text, and what the compiler has found out of it.</summary>
internal static class SourceTexts
{
    // Without a byte-order mark, so that written files are the text and nothing else.
    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    private static readonly ConditionalWeakTable<RenderedFile, SourceText> s_texts = new();

    public static SourceText Of(RenderedFile file, string text) => s_texts.GetValue(file, _ => SourceText.From(text, s_utf8));
}
