using System.Globalization;
using System.Text;

namespace Vtd.Spec.Tools.Export.CHeader;

/// <summary>Prose of a spec as a comment of C on one line, whatever it says.</summary>
internal static class CComment
{
    public static string Of(string text)
    {
        var safe = new StringBuilder("/* ");
        foreach (var character in text.Select(Plain))
        {
            var last = safe[^1];
            if (last == ' ' && character == ' ')
                continue;

            // These would end the comment, look as if another began, or be the start of a trigraph.
            if ((last, character) is ('*', '/') or ('/', '*') or ('?', '?'))
                safe.Append(' ');
            safe.Append(character);
        }

        return safe.Append(safe[^1] == ' ' ? "*/" : " */").ToString();
    }

    /// <summary>Lines join; what cannot be seen is shown, for compilers warn of text that changes its direction.</summary>
    private static char Plain(char character) => CharUnicodeInfo.GetUnicodeCategory(character) switch
    {
        _ when char.IsWhiteSpace(character) => ' ',
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => '?',
        _ => character,
    };
}
