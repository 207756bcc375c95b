using Vtd.Codegen.Inputs;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Diagnostics;

namespace Vtd.Codegen.Rendering;

/// <summary>A generated file.</summary>
/// <param name="Output">The file that is rendered.</param>
/// <param name="Text">The text; null if rendering failed.</param>
/// <param name="Failure">Why it failed.</param>
public sealed record RenderedFile(GeneratedFile Output, string? Text, Finding? Failure)
{
    /// <summary>Renders a file.</summary>
    public static RenderedFile From(GeneratedFile output, CancellationToken cancel) => Guarded.Run<RenderedFile>(
        output.Target.Origin,
        () => new(output, Renderer.Render(output, cancel), null),
        failure => new(output, null, failure),
        cancel);
}
