namespace Vtd.Spec.Declarations;

/// <summary>A name as a file writes it, such as <c>Mode</c> or <c>Common.Mode</c>.</summary>
/// <param name="Spec">The spec before the dot; null if there is none.</param>
/// <param name="Name">The name itself.</param>
public readonly record struct QualifiedName(string? Spec, string Name)
{
    /// <summary>Takes a text apart.</summary>
    public static QualifiedName Of(string text)
    {
        var dot = text.IndexOf('.');
        return dot < 0 ? new(null, text) : new(text.Substring(0, dot), text.Substring(dot + 1));
    }

    /// <inheritdoc/>
    public override string ToString() => Spec is null ? Name : $"{Spec}.{Name}";
}
