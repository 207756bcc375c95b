namespace Vtd.Machine.Qmp;

/// <summary>Splits a stream of JSON values, which line breaks need not separate.</summary>
public sealed class JsonSplitter
{
    /// <summary>The most characters of one value.</summary>
    public const int MostCharacters = 1 << 20;

    private readonly List<byte> _value = [];
    private int _depth;
    private bool _isText;
    private bool _isEscaped;

    /// <summary>Takes bytes of the stream.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="value">Told of each whole value, and of what can no longer become one.</param>
    public void Take(ReadOnlySpan<byte> bytes, Action<byte[]> value)
    {
        foreach (var next in bytes)
        {
            if (TryEnd(next, out var whole))
                value(whole);
        }
    }

    private bool TryEnd(byte next, out byte[] value)
    {
        value = [];
        if (_depth == 0 && !_isText && _value.Count == 0 && next is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            return false;
        if (next != '\n' || _depth > 0 || _isText)
            _value.Add(next);
        if (_isText)
            Continue(next);
        else if (next == '"')
            _isText = true;
        else if (next is (byte)'{' or (byte)'[')
            _depth++;
        else if (next is (byte)'}' or (byte)']')
            _depth--;

        var isOver = !_isText && (_depth < 0 || (_depth == 0 && next is (byte)'}' or (byte)']' or (byte)'\n'));
        if (!isOver && _value.Count < MostCharacters)
            return false;
        value = [.. _value];
        _value.Clear();
        (_depth, _isText, _isEscaped) = (0, false, false);
        return true;
    }

    private void Continue(byte next)
    {
        _isText = next != '"' || _isEscaped;
        _isEscaped = next == '\\' && !_isEscaped;
    }
}
