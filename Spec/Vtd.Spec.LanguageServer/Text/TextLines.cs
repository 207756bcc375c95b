using Vtd.Spec.LanguageServer.Protocol;

namespace Vtd.Spec.LanguageServer.Text;

/// <summary>Turns places of the protocol into places in a text and back. Lines end as in the protocol: <c>\n</c>, <c>\r\n</c> or <c>\r</c>.</summary>
public sealed class TextLines
{
    private readonly List<int> _starts = [0];
    private readonly string _text;

    public TextLines(string text)
    {
        _text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                _starts.Add(i + 1);
        }
    }

    /// <summary>The place in the text; one beyond the end of a line, or of the text, is that end.</summary>
    public int OffsetOf(Position position)
    {
        if (position.Line < 0)
            return 0;
        if (position.Line >= _starts.Count)
            return _text.Length;
        var start = _starts[position.Line];
        var end = start;
        while (end < _text.Length && end - start < position.Character && _text[end] is not ('\r' or '\n'))
            end++;
        return end;
    }

    /// <summary>The place of a character.</summary>
    public Position PositionOf(int offset)
    {
        offset = Math.Clamp(offset, 0, _text.Length);
        var line = LineOf(offset);
        return new Position(line, offset - _starts[line]);
    }

    /// <summary>The range of characters.</summary>
    public TextRange RangeOf(Stretch stretch) => new(PositionOf(stretch.Start), PositionOf(stretch.End));

    /// <summary>The first character of the line of a character.</summary>
    public int StartOfLine(int offset) => _starts[LineOf(offset)];

    private int LineOf(int offset)
    {
        var index = _starts.BinarySearch(offset);
        return index >= 0 ? index : ~index - 1;
    }
}
