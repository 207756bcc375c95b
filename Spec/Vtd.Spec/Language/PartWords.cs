namespace Vtd.Spec.Language;

/// <summary>Keys that say how declarations are made of parts.</summary>
internal static class PartWords
{
    /// <summary>Names the template of a declaration.</summary>
    public const string Like = "like";

    /// <summary>Drops what a template or another file declares.</summary>
    public const string Remove = "remove";
}
