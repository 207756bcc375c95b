using Vtd.Codegen.Rendering;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Pipeline;

/// <summary>A generated file.</summary>
/// <param name="Unit">What it is made from.</param>
/// <param name="Text">Its text; null if rendering failed.</param>
/// <param name="Failure">Why it failed.</param>
internal sealed record RenderedUnit(Unit Unit, string? Text, Finding? Failure)
{
    /// <summary>What Roslyn knows the file by.</summary>
    public string HintName => Unit.HintName;

    public static RenderedUnit From(Unit unit, CancellationToken cancel)
    {
        try
        {
            return new(unit, Renderer.Render(unit, cancel), null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return new(unit, null, InternalError.At(unit.Target.Origin, failure));
        }
    }
}
