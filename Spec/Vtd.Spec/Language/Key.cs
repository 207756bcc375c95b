namespace Vtd.Spec.Language;

/// <summary>A key of the language.</summary>
/// <param name="name">As written.</param>
/// <param name="shape">Form of its value.</param>
/// <param name="description">The meaning of the key, in one sentence.</param>
/// <param name="isRequired">Whether it must be there.</param>
public abstract class Key(string name, Shape shape, string description, bool isRequired)
{
    /// <summary>The key as written.</summary>
    public string Name { get; } = name;

    /// <summary>Form of the value.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>Meaning of the key, in one sentence.</summary>
    public string Description { get; } = description;

    /// <summary>Whether the key must be present.</summary>
    public bool IsRequired { get; } = isRequired;
}
