using System.Collections.Immutable;
using Vtd.Codegen.Inputs;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Rendering;

/// <summary>Renders the files of a run, and takes those that the last run had as well from there.</summary>
/// <remarks>The compiler's pipeline compares by position: with a file for a value, one that is put into the middle would
/// have all after it rendered again. Here a file finds its text by name. Kept are the files of one run, the last; runs may
/// overlap, as what one of them finds here saves it time and nothing else.</remarks>
public sealed class RenderCache
{
    private volatile Dictionary<string, RenderedFile> _last = [];

    /// <summary>Renders the files of a run.</summary>
    public Batch<RenderedFile> Of(ImmutableArray<Batch<GeneratedFile>> outputs, CancellationToken cancel)
    {
        var last = _last;
        var now = new Dictionary<string, RenderedFile>(StringComparer.Ordinal);
        var rendered = new List<RenderedFile>();
        foreach (var group in outputs)
        {
            foreach (var output in group.Items)
            {
                var isKnown = last.TryGetValue(output.HintName, out var known) && known.Output == output;
                rendered.Add(now[output.HintName] = isKnown ? known : RenderedFile.From(output, cancel));
            }
        }

        _last = now;
        return new(rendered.ToEquatableArray());
    }
}
