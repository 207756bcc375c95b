using System.Net;

namespace Vtd.Tool.Docs;

/// <summary>Text that is HTML already. Everything else is escaped where it meets a template.</summary>
internal sealed record Html(string Text)
{
    public static Html Escaped(string text) => new(Encode(text));

    /// <summary>HTML with holes; what fills them is escaped unless it is HTML.</summary>
    public static Html Of(FormattableString text) =>
        new(string.Format(System.Globalization.CultureInfo.InvariantCulture, text.Format, [.. text.GetArguments().Select(static part => Part(part))]));

    public static Html Join(string separator, IEnumerable<Html> parts) => new(string.Join(separator, parts.Select(part => part.Text)));

    /// <summary>The HTML of anything that a template or a hole holds.</summary>
    public static string Part(object? part) => part switch
    {
        null => "",
        Html html => html.Text,
        _ => Encode(Convert.ToString(part, System.Globalization.CultureInfo.InvariantCulture)!),
    };

    /// <summary>Control characters have no meaning in HTML; line ends are no more than blanks.</summary>
    private static string Encode(string text) =>
        WebUtility.HtmlEncode(text.Any(char.IsControl) ? string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)) : text);
}
