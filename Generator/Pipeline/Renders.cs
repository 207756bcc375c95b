using System.Collections.Immutable;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Pipeline;

/// <summary>Renders the units of a run, but for those that the run before had as well.</summary>
/// <remarks>The compiler's pipeline compares by position: with a unit for a value, one that is put into the middle of a file would
/// have all units after it rendered again. Here a unit finds its text by name. Kept are the units of one run, the last; runs may
/// overlap, as what one of them finds here saves it time and nothing else.</remarks>
internal sealed class Renders
{
    private volatile Dictionary<string, RenderedUnit> _last = [];

    public Gathered<RenderedUnit> Of(ImmutableArray<Gathered<Unit>> units, CancellationToken cancel)
    {
        var last = _last;
        var now = new Dictionary<string, RenderedUnit>(StringComparer.Ordinal);
        var rendered = new List<RenderedUnit>();
        foreach (var group in units)
        {
            foreach (var unit in group.Items)
            {
                var isKnown = last.TryGetValue(unit.HintName, out var known) && known.Unit == unit;
                rendered.Add(now[unit.HintName] = isKnown ? known : RenderedUnit.From(unit, cancel));
            }
        }

        _last = now;
        return new(rendered.ToEquatableArray());
    }
}
