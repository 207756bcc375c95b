namespace Vtd.Spec.Checks;

/// <summary>Names that generated types need themselves, although a spec may use them: the property of such a field or register is called <c>…Field</c>.</summary>
public static class RenamedMembers
{
    private const string Suffix = "Field";

    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal)
    {
        // members of register files
        "Check", "Fill", "Get32", "Get64", "Half", "Misplaced", "None", "Occupant", "Ones", "Place", "Read", "RegisterId", "Reset", "Set32",
        "Set64", "Size", "StorageCell", "Store", "Write",

        // what an accessor calls its value and its backing field, and what no record may have
        "field", "value", "Clone",
    };

    /// <summary>The property of a field or register.</summary>
    public static string PropertyOf(string name) => s_names.Contains(name) ? name + Suffix : name;

    /// <summary>The name whose property is called <paramref name="property"/>, if there is one.</summary>
    internal static string? NameOf(string property)
    {
        var name = property.EndsWith(Suffix, StringComparison.Ordinal) ? property.Substring(0, property.Length - Suffix.Length) : "";
        return s_names.Contains(name) ? name : null;
    }
}
