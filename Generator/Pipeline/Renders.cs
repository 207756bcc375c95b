using System.Collections.Immutable;

namespace Vtd.Codegen.Pipeline;

/// <summary>Renders the units of a run, but for those that the run before had as well.</summary>
/// <remarks>The compiler compares by position: a register put into the middle of a file moves all units after it, and each would be
/// rendered again. Here a unit finds its text by name. Kept are the units of one run, the last; runs may overlap, as what one of them
/// finds here saves it time and nothing else.</remarks>
internal sealed class Renders
{
    private volatile Dictionary<string, RenderedUnit> _last = [];

    public ImmutableArray<RenderedUnit> Of(ImmutableArray<Unit> units, CancellationToken cancel)
    {
        var last = _last;
        var now = new Dictionary<string, RenderedUnit>(units.Length, StringComparer.Ordinal);
        var rendered = ImmutableArray.CreateBuilder<RenderedUnit>(units.Length);
        foreach (var unit in units)
        {
            var isKnown = last.TryGetValue(unit.HintName, out var known) && known.Unit == unit;
            rendered.Add(now[unit.HintName] = isKnown ? known : RenderedUnit.From(unit, cancel));
        }

        _last = now;
        return rendered.MoveToImmutable();
    }
}
