using System.Runtime.InteropServices;

namespace Vtd.Runtime.HostDevices;

/// <summary>Stale parts of the first-stage table of an attachment, of which the host was not told yet.</summary>
/// <remarks>Ranges that are covered are not kept, and more than a few become the whole table, so a guest cannot make them grow.</remarks>
internal sealed class StaleTableRanges
{
    private const int MaxRanges = 16;

    private readonly List<StageOneInvalidation> _ranges = [];

    /// <summary>Whether nothing is stale.</summary>
    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>Adds a range.</summary>
    public void Add(in StageOneInvalidation range)
    {
        foreach (ref readonly var other in CollectionsMarshal.AsSpan(_ranges))
        {
            if (other.Covers(range))
                return;
        }
        for (var index = _ranges.Count - 1; index >= 0; index--)
        {
            if (range.Covers(_ranges[index]))
                _ranges.RemoveAt(index);
        }
        if (_ranges.Count == MaxRanges)
        {
            _ranges.Clear();
            _ranges.Add(StageOneInvalidation.All);
        }
        else
        {
            _ranges.Add(range);
        }
    }

    /// <summary>Moves all ranges to the end of a list.</summary>
    /// <returns>The number of ranges.</returns>
    public int MoveTo(List<StageOneInvalidation> list)
    {
        var count = _ranges.Count;
        list.AddRange(_ranges);
        _ranges.Clear();
        return count;
    }
}
