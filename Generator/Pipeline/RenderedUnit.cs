using System.Text;
using Microsoft.CodeAnalysis.Text;
using Vtd.Codegen.Rendering;
using Vtd.Spec.Diagnostics;

namespace Vtd.Codegen.Pipeline;

/// <summary>A generated file.</summary>
/// <param name="Unit">What it is made from.</param>
/// <param name="Text">Its text; null if rendering failed.</param>
/// <param name="Failure">Why it failed.</param>
internal sealed record RenderedUnit(Unit Unit, SourceText? Text, Finding? Failure)
{
    // Without a byte-order mark, so that written files are the text and nothing else.
    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public static RenderedUnit From(Unit unit, CancellationToken cancel)
    {
        try
        {
            return new(unit, SourceText.From(Renderer.Render(unit, cancel), s_utf8), null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return new(unit, null, InternalError.At(unit.Target.Origin, failure));
        }
    }
}
