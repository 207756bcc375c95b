using System.Net;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>Text that is HTML already. Everything else is escaped where it meets a template.</summary>
internal sealed record Html(string Text)
{
    public static Html Escaped(string text) => new(WebUtility.HtmlEncode(text));

    /// <summary>HTML with holes; what fills them is escaped unless it is HTML.</summary>
    public static Html Of(FormattableString text) =>
        new(string.Format(System.Globalization.CultureInfo.InvariantCulture, text.Format, [.. text.GetArguments().Select(static part => Part(part))]));

    public static Html Join(string separator, IEnumerable<Html> parts) => new(string.Join(separator, parts.Select(part => part.Text)));

    /// <summary>The HTML of anything that a template or a hole holds.</summary>
    public static string Part(object? part) => part switch
    {
        null => "",
        Html html => html.Text,
        _ => WebUtility.HtmlEncode(Convert.ToString(part, System.Globalization.CultureInfo.InvariantCulture)!),
    };
}
