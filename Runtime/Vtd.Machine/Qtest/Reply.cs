namespace Vtd.Machine.Qtest;

/// <summary>A line to a qtest client: text, and perhaps bytes of memory that become text only while they are sent.</summary>
/// <param name="text">The whole line, or what stands before the bytes; without an end of line.</param>
/// <param name="bytes">The bytes. They must not change until the line is sent.</param>
/// <param name="isBase64">Whether the bytes are sent in base 64 and not in hexadecimal.</param>
public sealed class Reply(string text, ReadOnlyMemory<byte> bytes = default, bool isBase64 = false)
{
    /// <summary>Bytes that become text at once: a multiple of three, so that pieces of base 64 join without padding.</summary>
    private const int PieceSize = 3 << 14;

    /// <summary>The text of the line in pieces of bounded length.</summary>
    public IEnumerable<string> Pieces()
    {
        yield return text;
        for (var rest = bytes; rest.Length > 0; rest = rest[Math.Min(PieceSize, rest.Length)..])
        {
            var piece = rest.Span[..Math.Min(PieceSize, rest.Length)];
            yield return isBase64 ? Convert.ToBase64String(piece) : Convert.ToHexStringLower(piece);
        }
    }

    public override string ToString() => string.Concat(Pieces());
}
