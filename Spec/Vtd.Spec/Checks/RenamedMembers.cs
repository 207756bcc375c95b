namespace Vtd.Spec.Checks;

/// <summary>Names that generated types need themselves, although a spec may use them: the property of such a field or register is called <c>…Field</c>.</summary>
public static class RenamedMembers
{
    private const string Suffix = "Field";

    /// <summary>The property of a field or register.</summary>
    public static string PropertyOf(string name) => ReservedNames.Renamed.Contains(name) ? name + Suffix : name;

    /// <summary>The name whose property is called <paramref name="property"/>, if there is one.</summary>
    public static string? NameOf(string property)
    {
        var name = property.EndsWith(Suffix, StringComparison.Ordinal) ? property.Substring(0, property.Length - Suffix.Length) : "";
        return ReservedNames.Renamed.Contains(name) ? name : null;
    }
}
