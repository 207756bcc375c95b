using System.IO.Compression;
using System.Text;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Text files as people pass them on: as they are, packed by gzip, in UTF-16.</summary>
internal static class PlainStream
{
    private const int LongestMark = 4;

    /// <summary>The text of a stream in one byte a character.</summary>
    public static Stream Of(Stream stream)
    {
        var (text, first) = Peeked(stream);
        return first is [0x1f, 0x8b, ..] ? OfText(new GZipStream(text, CompressionMode.Decompress)) : OfText(text);
    }

    private static Stream OfText(Stream stream)
    {
        var (text, first) = Peeked(stream);
        return first switch
        {
            [0xff, 0xfe, ..] or [not 0, 0, not 0, 0] => Encoding.CreateTranscodingStream(text, Encoding.Unicode, Encoding.Latin1),
            [0xfe, 0xff, ..] or [0, not 0, 0, not 0] => Encoding.CreateTranscodingStream(text, Encoding.BigEndianUnicode, Encoding.Latin1),
            _ => text,
        };
    }

    private static (Stream Stream, byte[] First) Peeked(Stream stream)
    {
        var first = new byte[LongestMark];
        var length = stream.ReadAtLeast(first, LongestMark, throwOnEndOfStream: false);
        return (new PrefixedStream(first[..length], stream), first[..length]);
    }
}
