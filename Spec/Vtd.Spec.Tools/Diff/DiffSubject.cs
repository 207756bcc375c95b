namespace Vtd.Spec.Tools.Diff;

/// <summary>A declaration with its aspects, and the named parts of it.</summary>
/// <param name="Kind">For instance <c>register</c>.</param>
/// <param name="Name">As the spec writes it.</param>
/// <param name="Aspects">In the order in which changes are reported.</param>
/// <param name="Parts">The fields or codes.</param>
public sealed record DiffSubject(string Kind, string Name, IReadOnlyList<DiffAspect> Aspects, IReadOnlyList<DiffSubject> Parts)
{
    /// <summary>The text by which a subject with another name is recognized: bits, a code, a place; null if nothing tells it apart.</summary>
    public string? Identity { get; init; }

    /// <summary>Why users have to change their code if it is new; null if they need not.</summary>
    public string? WhyAdditionBreaks { get; init; }

    /// <summary>The access word of each reserved bit.</summary>
    public IReadOnlyDictionary<int, string> Reserved { get; init; } = new Dictionary<int, string>();
}
