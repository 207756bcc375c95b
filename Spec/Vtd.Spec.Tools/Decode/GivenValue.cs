using System.Globalization;
using System.Numerics;

namespace Vtd.Spec.Tools.Decode;

/// <summary>A value as the command line gives it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Parts">The parts of the value; null for one number, which leaves out leading zeros.</param>
public sealed record GivenValue(BigInteger Value, GivenParts? Parts)
{
    /// <summary>More digits than anything has.</summary>
    private const int MostDigits = 4096 / 4;

    private const int WordDigits = 16;

    /// <summary>Bits that were written down; null if leading zeros may have been left out.</summary>
    public int? Size => Parts?.Size;

    /// <summary>Reads one number, or 64-bit words, the lowest first. Always hexadecimal.</summary>
    /// <exception cref="UndecodableException">Something is no number, or too long.</exception>
    public static GivenValue OfWords(IReadOnlyList<string> texts)
    {
        if (texts is [var number])
            return new GivenValue(Number(number), null);

        var value = BigInteger.Zero;
        for (var index = 0; index < texts.Count; index++)
            value |= (BigInteger)Word(texts[index]) << (64 * index);

        return new GivenValue(value, new GivenParts(texts.Count, 64, "words of 64 bits"));
    }

    /// <summary>Reads bytes, the lowest first: digits in any grouping, or what hexdump -C, od or xxd print.</summary>
    /// <exception cref="UndecodableException">Something is no byte.</exception>
    public static GivenValue OfBytes(IReadOnlyList<string> texts)
    {
        var bytes = HexDump.Read(texts);
        return new GivenValue(new BigInteger(bytes, isUnsigned: true), new GivenParts(bytes.Length, 8, "bytes"));
    }

    /// <summary>The value, if it is one of <paramref name="size"/> bits.</summary>
    /// <exception cref="UndecodableException">The value has more bits, or another number of words.</exception>
    public BigInteger Of(int size, string name)
    {
        if (Parts is { } parts && parts.Size != size)
        {
            var wanted = size % parts.Width == 0 ? $"that is {size / parts.Width} {parts.Unit}" : $"so it is one number, not {parts.Unit}";
            var hint = parts.Width == 64 && parts.Size < size ? "; write 0 for the words that are zero, or the whole value as one number" : "";
            throw new UndecodableException($"{name} has {size} bits, {wanted}; {parts.Count} are given{hint}.");
        }

        if (Bits.LengthOf(Value) > size)
            throw new UndecodableException($"{name} has {size} bits; {Bits.Hex(Value)} needs {Bits.LengthOf(Value)}.");

        return Value;
    }

    /// <summary>One number. Words that are joined by colons are one number too, the highest word first: Linux prints entries so.</summary>
    private static BigInteger Number(string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal))
            return Parse(text, MostDigits);

        var value = BigInteger.Zero;
        foreach (var word in text.Split(':'))
        {
            value = (value << 64) | Word(word);
            if (Bits.LengthOf(value) > 4 * MostDigits)
                throw new UndecodableException($"The value has more than {4 * MostDigits} bits; nothing is that wide.");
        }

        return value;
    }

    private static ulong Word(string text) => (ulong)Parse(text, WordDigits);

    private static BigInteger Parse(string text, int mostDigits)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        digits = digits.Replace("_", "", StringComparison.Ordinal);
        if (digits.Length == 0 || !digits.All(char.IsAsciiHexDigit))
            throw new UndecodableException($"'{PrintableText.Text(text)}' is no hexadecimal number.");

        digits = digits.TrimStart('0');
        if (digits.Length <= mostDigits)
            return BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

        throw new UndecodableException(mostDigits == WordDigits
            ? $"'{PrintableText.Text(text)}' is more than a word of 64 bits; several values are words, the lowest first."
            : $"The value has more than {4 * mostDigits} bits; nothing is that wide.");
    }
}

/// <summary>The division of a value into parts.</summary>
/// <param name="Count">Number of parts.</param>
/// <param name="Width">Bits of each.</param>
/// <param name="Unit">The name of a part.</param>
public sealed record GivenParts(int Count, int Width, string Unit)
{
    public int Size => Count * Width;
}
