using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Vtd.Traces;

/// <summary>Takes the fields of one line from left to right. Anything unexpected makes the whole file corrupt.</summary>
internal ref struct LineFields(ReadOnlySpan<byte> text, int line)
{
    private ReadOnlySpan<byte> _rest = text;
    private readonly ReadOnlySpan<byte> _text = text;

    public readonly int Line => line;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>The line as it stands in the file.</summary>
    public readonly string Text => Encoding.UTF8.GetString(_text);

    public ReadOnlySpan<byte> Word(string what)
    {
        var length = _rest.IndexOf((byte)' ');
        var word = length < 0 ? _rest : _rest[..length];
        if (word.IsEmpty)
            throw Corrupt($"{what} is missing");

        _rest = length < 0 ? default : _rest[(length + 1)..];
        if (length >= 0 && _rest.IsEmpty)
            throw Corrupt("it ends with a space");

        return word;
    }

    /// <summary>Takes the next field if it is this word.</summary>
    public bool TryTake(ReadOnlySpan<byte> word)
    {
        if (!_rest.StartsWith(word) || (_rest.Length > word.Length && _rest[word.Length] != ' '))
            return false;

        _rest = _rest.Length == word.Length ? default : _rest[(word.Length + 1)..];
        return true;
    }

    /// <summary>Takes the next field if it is a hexadecimal number after this prefix.</summary>
    public bool TryTakeHex(ReadOnlySpan<byte> prefix, out ulong value)
    {
        value = 0;
        if (!_rest.StartsWith(prefix))
            return false;

        _rest = _rest[prefix.Length..];
        value = Hex("the number");
        return true;
    }

    /// <summary>Takes the next field if it is a decimal number after this prefix.</summary>
    public bool TryTakeDecimal(ReadOnlySpan<byte> prefix, int smallest, int largest, out int value)
    {
        value = 0;
        if (!_rest.StartsWith(prefix))
            return false;

        _rest = _rest[prefix.Length..];
        value = Decimal("the number", smallest, largest);
        return true;
    }

    public ulong Hex(string what, ulong largest = ulong.MaxValue)
    {
        var word = Word(what);
        if (!Utf8Parser.TryParse(word, out ulong value, out var used, 'x') || used != word.Length || value > largest)
            throw Corrupt($"{what} is not a hexadecimal number in range");

        return value;
    }

    public int Decimal(string what, int smallest, int largest)
    {
        var word = Word(what);
        if (!Utf8Parser.TryParse(word, out int value, out var used) || used != word.Length || value < smallest || value > largest)
            throw Corrupt($"{what} is not a number from {smallest} to {largest}");

        return value;
    }

    public byte[] Bytes(string what, int length)
    {
        var word = Word(what);
        var bytes = new byte[length];
        if (word.Length != 2 * length || Convert.FromHexString(word, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
            throw Corrupt($"{what} are not {length} bytes in hexadecimal");

        return bytes;
    }

    /// <summary>A function written as bus:devfn, two hexadecimal digits each.</summary>
    public ushort Function(string what)
    {
        var word = Word(what);
        if (word.Length != 5 || word[2] != ':'
            || !byte.TryParse(word[..2], NumberStyles.AllowHexSpecifier, null, out var bus)
            || !byte.TryParse(word[3..], NumberStyles.AllowHexSpecifier, null, out var function))
        {
            throw Corrupt($"{what} is not bus:devfn");
        }

        return (ushort)(bus << 8 | function);
    }

    public void End()
    {
        if (!AtEnd)
            throw Corrupt("it has more fields than its operation");
    }

    public readonly UnusableRecordingException Corrupt(string why) => new($"corrupt at line {line}: {why}: {Shortened(_text)}");

    private static string Shortened(ReadOnlySpan<byte> text)
    {
        var shown = new StringBuilder();
        foreach (var one in text[..Math.Min(text.Length, 60)])
            shown.Append(one is >= 0x20 and < 0x7f ? (char)one : '?');

        return text.Length > 60 ? shown.Append("...").ToString() : shown.ToString();
    }
}
