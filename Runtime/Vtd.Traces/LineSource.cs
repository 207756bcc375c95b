namespace Vtd.Traces;

/// <summary>Cuts a stream into lines without making a string of each.</summary>
internal sealed class LineSource(Stream stream)
{
    /// <summary>Far above every line of a recording (the results of a scenario are the longest): more is another kind of file.</summary>
    private const int LongestLine = 1 << 20;

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>Number of the line that was returned last, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Bytes of the text so far; at the end, all of them.</summary>
    public long Length { get; private set; }

    /// <summary>The next line without its line feed; valid until the next call.</summary>
    /// <returns>False at the end.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = _buffer.AsSpan(_start, searched + length);
                _start += searched + length + 1;
                Line++;
                return true;
            }

            searched = _end - _start;
            if (!Fill())
            {
                if (searched > 0)
                    throw new UnusableRecordingException($"truncated: the file ends in the middle of line {Line + 1}");

                line = default;
                return false;
            }
        }
    }

    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            if (_end >= LongestLine)
                throw new UnusableRecordingException($"line {Line + 1} is longer than any line of a recording");

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        Length += read;
        return read > 0;
    }
}
