namespace Vtd.Spec.Model;

/// <summary>Another spec that has what a name refers to.</summary>
/// <param name="Name">The <c>spec:</c> name.</param>
/// <param name="Namespace">The namespace of its types; null unless a project decides.</param>
public sealed record SpecReference(string Name, string? Namespace);
