namespace Vtd.Spec.Tools.Import;

/// <summary>Makes texts of specs from texts of other formats.</summary>
internal static class ImportTexts
{
    private const int LongestMessage = 400;

    /// <summary>A text on one line, with single spaces and without the characters that no spec may have; null if nothing is left.</summary>
    public static string? OneLine(string text)
    {
        var words = string.Concat(text.Where(static character => char.IsWhiteSpace(character) || !(char.IsControl(character) || character is '\uFEFF' or '\uFFFD')))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 ? string.Join(' ', words) : null;
    }

    /// <summary>A message on one line, however long what it quotes is.</summary>
    public static string Message(string text) => OneLine(text) is { } line ? line.Length > LongestMessage ? line[..LongestMessage] + "..." : line : "";

    /// <summary>The meaning given by a display name and a description; null if there is neither.</summary>
    public static string? Meaning(string? name, string? description) =>
        name is null || description?.StartsWith(name, StringComparison.OrdinalIgnoreCase) == true ? description
        : description is null ? name
        : $"{name.TrimEnd('.')}. {description}";

    /// <summary>Sentences one after the other, each with a full stop; null if there is none.</summary>
    public static string? Sentences(params IEnumerable<string?> sentences)
    {
        var text = string.Join(' ', sentences.OfType<string>().Select(static sentence => sentence.TrimEnd('.') + "."));
        return text.Length > 0 ? text : null;
    }
}
