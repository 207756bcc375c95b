using System.Text.RegularExpressions;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>Text for readers, with links where it names a register or a field of one.</summary>
internal sealed partial class ProseMarkup(LinkedSpec spec, SiteMap map)
{
    private readonly HashSet<(string, string)> _fields =
        [.. spec.Registers.SelectMany(register => register.Fields, (register, field) => (register.Mnemonic, field.Name))];

    /// <summary>Null if there is no text.</summary>
    public Html? Of(string? text)
    {
        if (text is null)
            return null;

        var parts = new List<Html>();
        var at = 0;
        foreach (Match name in Names().Matches(text))
        {
            if (Link(name) is not { } link)
                continue;
            parts.Add(Html.Escaped(text[at..name.Index]));
            parts.Add(link);
            at = name.Index + name.Length;
        }

        parts.Add(Html.Escaped(text[at..]));
        return Html.Join("", parts);
    }

    private Html? Link(Match name)
    {
        if (map.Find(SubjectKind.Register, name.Groups["register"].Value) is not { } register)
            return null;
        if (!name.Groups["field"].Success)
            return register.Link;
        var field = name.Groups["field"].Value;
        return _fields.Contains((register.Name, field)) ? register.LinkTo(field) : null;
    }

    /// <summary>Mnemonics as documents write them; words in small letters are words.</summary>
    [GeneratedRegex(@"\b(?<register>[A-Z][A-Z0-9_]+)\b(?:\.(?<field>[A-Za-z][A-Za-z0-9_]*))?", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
