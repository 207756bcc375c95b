using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>The reliability of a declaration, and its notes.</summary>
internal sealed record Remarks(string? Doubt, string? DoubtMeaning, string? Note)
{
    /// <summary>A word of doubt beside a name; nothing where there is none.</summary>
    public Html Badge => Doubt is null ? new Html("") : Html.Of($" <abbr class=\"doubt\" title=\"{DoubtMeaning}\">{Doubt}</abbr>");

    public static Remarks Of(LinkedDeclaration declaration) => declaration.Confidence switch
    {
        Confidence.Unverified => new Remarks("unverified", "No source confirms it.", declaration.Note),
        Confidence.Unknown => new Remarks("unknown", "Not established by any source.", declaration.Note),
        _ => new Remarks(null, null, declaration.Note),
    };
}
