using Vtd.Spec.Source;

namespace Vtd.Spec.Yaml;

/// <summary>Turns character positions into lines and columns. The marks of YamlDotNet are trusted for positions only: at the end
/// of a text without a final newline they name a line that does not exist.</summary>
internal sealed class SourceLines
{
    private readonly string _path;
    private readonly string _text;
    private readonly List<int> _starts = [0];

    // The line of the last question: the next one is nearly always about the same line or the one after it.
    private int _last;

    public SourceLines(string path, string text)
    {
        _path = path;
        _text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                _starts.Add(i + 1);
        }
    }

    public SourceSpan Span(int start, int end)
    {
        start = Math.Min(Math.Max(start, 0), _text.Length);
        end = Math.Min(Math.Max(end, start), _text.Length);
        var line = LineOf(start);
        var endLine = end < EndOf(line) ? line : LineOf(end);
        return new SourceSpan(start, end - start, line + 1, start - _starts[line] + 1, endLine + 1, end - _starts[endLine] + 1) { Path = _path };
    }

    private int EndOf(int line) => line + 1 < _starts.Count ? _starts[line + 1] : int.MaxValue;

    private int LineOf(int position)
    {
        if (position >= EndOf(_last))
            _last++;
        if (position >= EndOf(_last) || position < _starts[_last])
        {
            var index = _starts.BinarySearch(position);
            _last = index >= 0 ? index : ~index - 1;
        }

        return _last;
    }
}
