namespace Vtd.Spec.Source;

/// <summary>Anything that is found by its name.</summary>
public interface INamed
{
    /// <summary>The name that a reference gives.</summary>
    string Name { get; }
}
