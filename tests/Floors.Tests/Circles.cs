namespace Floors.Tests;

/// <summary>Finds nodes of a graph that reach each other.</summary>
internal sealed class Circles
{
    private readonly ILookup<string, string> _next;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lowest = new(StringComparer.Ordinal);
    private readonly Stack<string> _open = new();
    private readonly List<IReadOnlyList<string>> _found = [];

    private Circles(IEnumerable<(string From, string To)> edges) =>
        _next = edges.Distinct().ToLookup(static edge => edge.From, static edge => edge.To, StringComparer.Ordinal);

    /// <summary>Groups of at least two nodes in which each reaches all others, by the algorithm of Tarjan.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Find(IEnumerable<(string From, string To)> edges)
    {
        var circles = new Circles(edges);
        foreach (var node in circles._next.Select(static node => node.Key).Order(StringComparer.Ordinal))
        {
            if (!circles._numbers.ContainsKey(node))
                circles.Visit(node);
        }

        return circles._found;
    }

    private void Visit(string node)
    {
        _numbers[node] = _lowest[node] = _numbers.Count;
        _open.Push(node);
        foreach (var next in _next[node])
        {
            if (!_numbers.ContainsKey(next))
            {
                Visit(next);
                _lowest[node] = Math.Min(_lowest[node], _lowest[next]);
            }
            else if (_open.Contains(next))
            {
                _lowest[node] = Math.Min(_lowest[node], _numbers[next]);
            }
        }

        if (_lowest[node] == _numbers[node])
            Close(node);
    }

    private void Close(string node)
    {
        var circle = new List<string>();
        do
            circle.Add(_open.Pop());
        while (circle[^1] != node);
        if (circle.Count > 1)
            _found.Add([.. circle.Order(StringComparer.Ordinal)]);
    }
}
