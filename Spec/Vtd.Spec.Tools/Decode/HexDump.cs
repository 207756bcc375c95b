using System.Globalization;

namespace Vtd.Spec.Tools.Decode;

/// <summary>Bytes as people and tools write them.</summary>
public static class HexDump
{
    private const int MostBytes = 4096 / 8;

    /// <summary>Reads pairs of digits in any grouping. In a line that begins with an offset (six or more digits and a space, or
    /// digits and a colon) the offset is skipped; what follows a bar, or two spaces after a colon's digits, is text.</summary>
    /// <exception cref="UndecodableException">Something is no byte, or there are more than anything has.</exception>
    public static byte[] Read(IEnumerable<string> texts)
    {
        var bytes = new List<byte>();
        var hasOffsets = false;
        foreach (var line in texts.SelectMany(static text => text.Split('\n')))
        {
            foreach (var group in WithoutOffset(line, ref hasOffsets).Split([' ', '\t', '\r', ','], StringSplitOptions.RemoveEmptyEntries))
                Add(bytes, group);
        }

        return bytes.Count > 0 ? [.. bytes] : throw new UndecodableException("No bytes are given.");
    }

    private static void Add(List<byte> bytes, string group)
    {
        var digits = group.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? group[2..] : group;
        if (digits.Length == 0 || digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
            throw new UndecodableException($"'{PrintableText.Text(group)}' is no byte; bytes are pairs of hexadecimal digits.");

        for (var at = 0; at < digits.Length; at += 2)
        {
            if (bytes.Count == MostBytes)
                throw new UndecodableException($"More than {MostBytes} bytes; nothing is that wide.");

            bytes.Add(byte.Parse(digits.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }
    }

    private static string WithoutOffset(string line, ref bool hasOffsets)
    {
        var bar = line.IndexOf('|', StringComparison.Ordinal);
        var rest = (bar < 0 ? line : line[..bar]).TrimStart();
        var digits = rest.TakeWhile(char.IsAsciiHexDigit).Count();
        if (digits > 0 && digits < rest.Length && rest[digits] == ':')
        {
            rest = rest[(digits + 1)..].TrimStart();
            var text = rest.IndexOf("  ", StringComparison.Ordinal);
            return text < 0 ? rest : rest[..text];
        }

        if (digits is < 6 or > 8)
            return rest;

        // The last line of hexdump and od is the offset after the last byte. Elsewhere, digits alone are bytes.
        var isAlone = rest.Trim().Length == digits;
        if (isAlone ? !hasOffsets : rest[digits] != ' ')
            return rest;

        hasOffsets = true;
        return rest[digits..];
    }
}
