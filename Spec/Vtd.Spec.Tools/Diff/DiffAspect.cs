namespace Vtd.Spec.Tools.Diff;

/// <summary>One thing that a spec says of a declaration, as text that two versions are compared by.</summary>
/// <param name="Name">For instance <c>bits</c>.</param>
/// <param name="Text">As the language writes it; null if it says nothing.</param>
/// <param name="Judge">The effect of a difference on users of the generated types.</param>
public sealed record DiffAspect(string Name, string? Text, Func<string?, string?, string?> Judge)
{
    /// <summary>Any change breaks users.</summary>
    public static DiffAspect Firm(string name, string? text, string why) => new(name, text, (_, _) => why);

    /// <summary>A change breaks users if it adds or alters a restriction; taking one away does not.</summary>
    public static DiffAspect Restriction(string name, string? text, string why) => new(name, text, (_, after) => after is null ? null : why);

    /// <summary>No change breaks users.</summary>
    public static DiffAspect Loose(string name, string? text) => new(name, text, static (_, _) => null);
}
