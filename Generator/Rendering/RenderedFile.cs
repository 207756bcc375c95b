using System.Text;
using Microsoft.CodeAnalysis.Text;
using Vtd.Codegen.Inputs;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Diagnostics;

namespace Vtd.Codegen.Rendering;

/// <summary>A generated file.</summary>
/// <param name="Output">What it is made from.</param>
/// <param name="Text">Its text; null if rendering failed.</param>
/// <param name="Failure">Why it failed.</param>
internal sealed record RenderedFile(GeneratedFile Output, SourceText? Text, Finding? Failure)
{
    // Without a byte-order mark, so that written files are the text and nothing else.
    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public static RenderedFile From(GeneratedFile output, CancellationToken cancel) => Guarded.Run<RenderedFile>(
        output.Target.Origin,
        () => new(output, SourceText.From(Renderer.Render(output, cancel), s_utf8), null),
        failure => new(output, null, failure),
        cancel);
}
