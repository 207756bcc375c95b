namespace Vtd.Conformance.Reference;

/// <summary>The values that were met under a key since they had to be dropped last: any of them may still be cached.</summary>
internal sealed class Seen<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, List<TValue>> _values = [];

    /// <summary>The values of a key.</summary>
    public IReadOnlyList<TValue> Of(TKey key) => _values.GetValueOrDefault(key) ?? [];

    /// <summary>Keeps a value.</summary>
    public void Add(TKey key, TValue value)
    {
        if (!_values.TryGetValue(key, out var values))
            _values[key] = values = [];
        if (!values.Contains(value))
            values.Add(value);
    }

    /// <summary>Drops values.</summary>
    public void Drop(Func<TKey, TValue, bool> isStale)
    {
        foreach (var (key, values) in _values)
            values.RemoveAll(value => isStale(key, value));
    }

    /// <summary>Drops all values.</summary>
    public void Clear() => _values.Clear();
}
