using Vtd.Spec.Diagnostics;

namespace Vtd.Spec.Yaml;

/// <summary>Characters that a spec must not hold: they look like something else in an editor, mean different things to
/// different YAML readers, or cannot appear in generated documentation.</summary>
internal static class ForbiddenCharacter
{
    /// <summary>The character that replaces bytes that are not text in the encoding of their file.</summary>
    private const char Replacement = '\uFFFD';

    /// <summary>The first one in a file; a tab is fine in a comment.</summary>
    public static (Rule Rule, int Position, string Message)? Find(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character is >= ' ' and < '\u007F' or '\n' or '\r')
                continue;
            if (character == '\t')
            {
                if (!IsInComment(text, i))
                    return (YamlRules.Character, i, "There is a tab here. Indent and separate with spaces.");
            }
            else if (character is '\0' or Replacement)
            {
                return (YamlRules.Encoding, i, "There are bytes here that are not text in UTF-8. Save the file as UTF-8.");
            }
            else if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (IsForbidden(character))
            {
                return (YamlRules.Character, i, MessageFor(character));
            }
        }

        return null;
    }

    /// <summary>The fault of a value whose escapes give a forbidden character.</summary>
    public static string? FindInValue(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var character = value[i];
            if (character is >= ' ' and < '\u007F' or '\n' or '\r' or '\t')
                continue;
            if (char.IsHighSurrogate(character) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                i++;
            else if (IsForbidden(character))
                return MessageFor(character);
        }

        return null;
    }

    // The line separators of Unicode end a line in some YAML versions and in C#, but not in most editors.
    private static bool IsForbidden(char character) =>
        char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF';

    private static string MessageFor(char character) =>
        $"The character U+{(int)character:X4} is not allowed here. Remove it.";

    private static bool IsInComment(string text, int position)
    {
        for (var i = position - 1; i >= 0 && text[i] is not ('\n' or '\r'); i--)
        {
            if (text[i] == '#' && (i == 0 || text[i - 1] is ' ' or '\t' or '\n' or '\r'))
                return true;
        }

        return false;
    }
}
