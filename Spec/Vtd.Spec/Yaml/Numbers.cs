namespace Vtd.Spec.Yaml;

/// <summary>The numbers of the language: decimal, <c>0x</c>, <c>0b</c>, with <c>_</c> between digits.</summary>
internal static class Numbers
{
    public enum Outcome
    {
        Read,
        NotANumber,
        TooLarge,
    }

    public static Outcome Read(string text, out ulong value) => Read(text, 0, text.Length, out value);

    public static Outcome Read(string text, int start, int end, out ulong value)
    {
        value = 0;
        var radix = 10u;
        if (end - start > 2 && text[start] == '0' && text[start + 1] is 'x' or 'b')
        {
            radix = text[start + 1] == 'x' ? 16u : 2u;
            start += 2;
        }

        // 010 is 8 to some YAML readers and 10 to others.
        if (start >= end || (radix == 10 && text[start] == '0' && end - start > 1))
            return Outcome.NotANumber;

        var isTooLarge = false;
        for (var i = start; i < end; i++)
        {
            if (text[i] == '_' && i > start && i + 1 < end && text[i - 1] != '_')
                continue;
            var digit = DigitOf(text[i]);
            if (digit >= radix)
                return Outcome.NotANumber;
            isTooLarge |= value > (ulong.MaxValue - digit) / radix;
            value = unchecked((value * radix) + digit);
        }

        return isTooLarge ? Outcome.TooLarge : Outcome.Read;
    }

    private static uint DigitOf(char character) => character switch
    {
        >= '0' and <= '9' => (uint)(character - '0'),
        >= 'a' and <= 'f' => (uint)(character - 'a' + 10),
        >= 'A' and <= 'F' => (uint)(character - 'A' + 10),
        _ => uint.MaxValue,
    };
}
