using System.Text;
using System.Xml.Linq;
using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.Svd;

/// <summary>Texts of SVD files.</summary>
internal sealed class SvdComments
{
    private readonly LossComments _losses = new();

    /// <summary>All losses that have comments.</summary>
    public IReadOnlyList<Loss> All => _losses.All;

    /// <summary>Comments for losses.</summary>
    // No comment of XML has two hyphens in it, or ends with one.
    public IEnumerable<XComment> Of(IEnumerable<Loss> losses) =>
        [.. losses.Select(loss => new XComment($" {Characters(_losses.Of(loss)).Replace("--", "- -", StringComparison.Ordinal).Replace("--", "- -", StringComparison.Ordinal)} "))];

    /// <summary>The element with a description; null if there is none.</summary>
    public static XElement? Described(string? text) => Element("description", text);

    /// <summary>An element with a text on one line; null if there is none.</summary>
    public static XElement? Element(string name, string? text) => text is not null && ImportTexts.OneLine(text) is { } line ? new(name, Characters(line)) : null;

    // Halves of characters become a mark that says so; two characters of Unicode are none of XML.
    private static string Characters(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Where(static rune => rune.Value is not (0xFFFE or 0xFFFF)))
            result.Append(rune.ToString());
        return result.ToString();
    }
}
