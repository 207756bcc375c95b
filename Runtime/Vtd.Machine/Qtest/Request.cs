using System.Buffers.Text;
using System.Globalization;

namespace Vtd.Machine.Qtest;

/// <summary>The words of a request.</summary>
internal readonly ref struct Request(ReadOnlySpan<char> text, ReadOnlySpan<Range> words)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly ReadOnlySpan<Range> _words = words;

    /// <summary>The number of words, the name included.</summary>
    public int Count => _words.Length;

    /// <summary>The first of them.</summary>
    public ReadOnlySpan<char> Name => Word(0);

    /// <summary>A word.</summary>
    /// <param name="index">Less than <see cref="Count"/>.</param>
    public ReadOnlySpan<char> Word(int index) => _text[_words[index]];

    /// <summary>A number in the notation of C: hexadecimal after 0x, octal after 0, else decimal; at most 64 bits.</summary>
    /// <returns>False if there is no such word or it is no such number.</returns>
    public bool TryNumber(int index, out ulong number)
    {
        number = 0;
        if (index >= Count)
            return false;
        var word = Word(index);
        if (word.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(word[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
        if (word is ['0', _, ..])
            return TryOctal(word[1..], out number);
        if (word is not ['-', ..])
            return ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        var isNumber = long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var negative);
        number = (ulong)negative;
        return isNumber;
    }

    /// <summary>Bytes in hexadecimal after 0x, two digits each.</summary>
    /// <param name="bytes">As many as there have to be.</param>
    public bool TryHex(int index, Span<byte> bytes)
    {
        var word = Word(index);
        return word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && word.Length == 2 + 2 * bytes.Length
            && Convert.FromHexString(word[2..], bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    /// <summary>Bytes in base 64.</summary>
    /// <inheritdoc cref="TryHex"/>
    public bool TryBase64(int index, Span<byte> bytes) =>
        Base64.IsValid(Word(index), out var length) && length == bytes.Length && Convert.TryFromBase64Chars(Word(index), bytes, out _);

    private static bool TryOctal(ReadOnlySpan<char> digits, out ulong number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || number > ulong.MaxValue >> 3)
                return false;
            number = number << 3 | (uint)(digit - '0');
        }

        return true;
    }
}
