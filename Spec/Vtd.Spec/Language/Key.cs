namespace Vtd.Spec.Language;

/// <summary>A key of the language.</summary>
/// <param name="name">As written.</param>
/// <param name="shape">Form of its value.</param>
/// <param name="description">What it says, in one sentence.</param>
/// <param name="isRequired">Whether it must be there.</param>
public abstract class Key(string name, Shape shape, string description, bool isRequired)
{
    /// <summary>As written.</summary>
    public string Name { get; } = name;

    /// <summary>Form of its value.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>What it says, in one sentence.</summary>
    public string Description { get; } = description;

    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; } = isRequired;
}
