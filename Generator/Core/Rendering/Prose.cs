using System.Text;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Rendering;

/// <summary>Text of a spec as XML documentation on one line.</summary>
internal static class Prose
{
    /// <summary>Escaped, on one line, without characters that XML does not know.</summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                result.Append(c).Append(text[++i]);
            else if (char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c) || c >= '\uFFFE')
                AppendSpace(result);
            else if (c == '&')
                result.Append("&amp;");
            else if (c == '<')
                result.Append("&lt;");
            else if (c == '>')
                result.Append("&gt;");
            else
                result.Append(c);
        }

        return result.ToString().Trim();
    }

    /// <summary>Escaped, with a capital first letter and a full stop. Null if there is nothing to say.</summary>
    public static string? Sentence(string? text)
    {
        var escaped = text is null ? "" : Escape(text);
        return escaped.Length == 0 ? null : char.ToUpperInvariant(escaped[0]) + EndSentence(escaped.Substring(1));
    }

    /// <summary>Remarks about a declaration: its conditions, its notes and its reliability. Null if there are none.</summary>
    public static string? Remarks(LinkedDeclaration it, string? about = null)
    {
        var confidence = it.Confidence switch
        {
            Confidence.Unverified => "Unverified: no source confirms it.",
            Confidence.Unknown => "Unknown: not established by any source.",
            _ => null,
        };
        var text = string.Join(" ", new[] { Sentence(about), Sentence(it.Note), confidence }.Where(static part => part is not null));
        return text.Length == 0 ? null : text;
    }

    /// <summary>With a full stop, unless it ends like a sentence already.</summary>
    public static string EndSentence(string text) =>
        text.Length > 0 && text[text.Length - 1] is '.' or '!' or '?' ? text : text + ".";

    /// <summary><c>Bit 31</c> or <c>Bits 11:9, 3:0</c>.</summary>
    public static string Bits(EquatableArray<BitRange> bits) =>
        (bits.Count == 1 && bits[0].Width == 1 ? "Bit " : "Bits ") + BitList(bits);

    /// <summary><c>31</c> or <c>11:9, 3:0</c>.</summary>
    public static string BitList(EquatableArray<BitRange> bits) =>
        bits.Count == 1 ? bits[0].ToString() : string.Join(", ", bits);

    /// <summary><c>Global Status (section 11.4.4.2)</c>; without a title <paramref name="name"/>.</summary>
    public static string Heading(string name, string? title, string? section)
    {
        var heading = Escape(title ?? name);
        return section is null ? heading : heading + " (section " + Escape(section) + ")";
    }

    private static void AppendSpace(StringBuilder text)
    {
        if (text.Length > 0 && text[text.Length - 1] != ' ')
            text.Append(' ');
    }
}
