namespace Vtd.Runtime.Caches;

/// <summary>Ranges that a follower must still be told of, in the order in which they became stale. Too many of them are everything.</summary>
/// <param name="end">The last address or index.</param>
internal sealed class StaleRanges(ulong end)
{
    private const int Most = 16;

    private readonly List<(ulong First, ulong Last)> _ranges = new(Most);

    /// <summary>Whether no range is kept.</summary>
    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>Whether everything is among them.</summary>
    public bool IsEverything => !IsEmpty && _ranges[^1] == (0, end);

    /// <summary>Adds everything.</summary>
    public void AddEverything()
    {
        _ranges.Clear();
        _ranges.Add((0, end));
    }

    /// <summary>Adds a range that does not lie in one of them.</summary>
    public void Add(ulong first, ulong last)
    {
        foreach (var range in _ranges)
        {
            if (range.First <= first && range.Last >= last)
                return;
        }
        if (_ranges.Count == Most)
            AddEverything();
        else
            _ranges.Add((first, last));
    }

    /// <summary>Takes the oldest range.</summary>
    public bool TryTake(out ulong first, out ulong last)
    {
        (first, last) = IsEmpty ? default : _ranges[0];
        if (IsEmpty)
            return false;
        _ranges.RemoveAt(0);
        return true;
    }

    /// <summary>Removes all ranges.</summary>
    public void Clear() => _ranges.Clear();
}
