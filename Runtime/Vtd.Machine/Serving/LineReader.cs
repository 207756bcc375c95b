using System.Text;

namespace Vtd.Machine.Serving;

/// <summary>Cuts a stream into lines. Those that are too long are left out, and said to be.</summary>
public sealed class LineReader
{
    /// <summary>The most bytes of a line: a request that writes as much as one may, in hexadecimal, and some more.</summary>
    public const int MostBytes = 2 * Qtest.QtestSession.MostBytes + 1024;

    private const int FirstSize = 4096;

    private byte[] _line = new byte[FirstSize];
    private int _length;
    private bool _isTooLong;

    /// <summary>Takes bytes of the stream.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="line">Told of each line, without its end; of none if it was too long.</param>
    public void Take(ReadOnlySpan<byte> bytes, Action<string?> line)
    {
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            Keep(bytes[..end]);
            line(_isTooLong ? null : Encoding.Latin1.GetString(_line.AsSpan(0, _length).TrimEnd((byte)'\r')));
            (_length, _isTooLong) = (0, false);
            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        _isTooLong |= bytes.Length > MostBytes - _length;
        if (_isTooLong)
            return;
        if (bytes.Length > _line.Length - _length)
            Array.Resize(ref _line, Math.Min(MostBytes, Math.Max(2 * _line.Length, _length + bytes.Length)));
        bytes.CopyTo(_line.AsSpan(_length));
        _length += bytes.Length;
    }
}
