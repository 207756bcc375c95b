using Vtd.Codegen.Rendering;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Pipeline;

/// <summary>A generated file.</summary>
/// <param name="HintName">What Roslyn knows it by.</param>
/// <param name="Text">Its text; null if rendering failed.</param>
/// <param name="Failure">Why it failed.</param>
internal sealed record RenderedUnit(string HintName, string? Text, Finding? Failure)
{
    public static RenderedUnit From(Unit unit, CancellationToken cancel)
    {
        try
        {
            return new(unit.HintName, Renderer.Render(unit, cancel), null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return new(unit.HintName, null, InternalError.At(unit.Target.Origin, failure));
        }
    }
}
