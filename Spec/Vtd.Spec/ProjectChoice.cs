using Vtd.Spec.Model;
using Vtd.Spec.Reading;

namespace Vtd.Spec;

/// <summary>The choices of a project for the types of a file.</summary>
/// <param name="Namespace">The choices for their namespace.</param>
/// <param name="IsPublic">Whether the types are public.</param>
/// <param name="IsReferenced">Whether the types are in a referenced assembly: other specs can import the file, and nothing is generated for it.</param>
public sealed record ProjectChoice(NamespaceChoice Namespace, bool IsPublic = false, bool IsReferenced = false)
{
    /// <summary>Whether the project checks its spec files and has no types of them.</summary>
    public bool IsCheckedOnly { get; init; }

    /// <summary>The parts that the project asks for.</summary>
    public GeneratedParts Parts { get; init; } = GeneratedParts.Default;

    /// <summary>A spec file together with the choices for it.</summary>
    public ReadResult Place(ReadResult read)
    {
        var placed = Namespace.Place(read);
        return placed with { File = placed.File with { IsPublic = IsPublic, IsReferenced = IsReferenced, Parts = Parts } };
    }
}
