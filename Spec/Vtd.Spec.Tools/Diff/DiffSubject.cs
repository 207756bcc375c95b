namespace Vtd.Spec.Tools.Diff;

/// <summary>A declaration with all that a spec says of it, and the named parts of it.</summary>
/// <param name="Kind">For instance <c>register</c>.</param>
/// <param name="Name">As the spec writes it.</param>
/// <param name="Facets">In the order in which changes are told.</param>
/// <param name="Parts">The fields or codes.</param>
/// <param name="WhyAdditionBreaks">Why users have to change their code if it is new; null if they need not.</param>
public sealed record DiffSubject(
    string Kind, string Name, IReadOnlyList<DiffAspect> Facets, IReadOnlyList<DiffSubject> Parts, string? WhyAdditionBreaks = null)
{
    /// <summary>The key by which a part with another name is recognized: its bits, its code.</summary>
    public string? Identity => Facets.Count > 0 ? Facets[0].Text : null;
}
