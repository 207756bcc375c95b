namespace Vtd.Spec.Tools.Decode;

/// <summary>Text of others, fit to be printed: no control characters, and short.</summary>
public static class PrintableText
{
    private const int Longest = 60;

    public static string Text(string text, int longest = Longest)
    {
        var kept = text.Length > longest ? text[..longest] : text;
        return string.Concat(kept.Select(static character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character))
            + (text.Length > longest ? "..." : "");
    }
}
