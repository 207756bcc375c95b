using Vtd.Spec.Source;

namespace Vtd.Spec.Diagnostics;

/// <summary>Collects the findings of one file.</summary>
internal sealed class Findings(string path)
{
    /// <summary>Most findings that are kept. Enough for any author; a hostile file cannot fill memory.</summary>
    public const int Most = 200;

    private readonly List<Finding> _items = [];

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>The number of findings reported so far, kept or not: a unit is invalid if reading it raises this number.</summary>
    public int Count { get; private set; }

    public void Report(Rule rule, SourceSpan span, string message)
    {
        Count++;
        if (_items.Count < Most)
            _items.Add(new Finding(rule, span.Path ?? path, span with { Path = null }, message));
    }

    /// <summary>Reports a word that is none of those possible, with the nearest of them.</summary>
    public void ReportUnknown(Rule rule, Located<string> word, string message, IEnumerable<string> possible)
    {
        var nearest = _items.Count < Most ? Spelling.Nearest(word.Value, possible) : null;
        Report(rule, word.Span, nearest is null ? message : $"{message} Did you mean '{nearest}'?");
    }

    /// <summary>Lists the findings in the order of the text; those in parts of other files by file.</summary>
    public EquatableArray<Finding> ToArray()
    {
        _items.Sort(static (left, right) =>
        {
            var order = string.CompareOrdinal(left.Path, right.Path);
            if (order == 0)
                order = left.Span.Start.CompareTo(right.Span.Start);
            return order != 0 ? order : string.CompareOrdinal(left.Rule.Id, right.Rule.Id);
        });
        return _items.ToEquatableArray();
    }
}
