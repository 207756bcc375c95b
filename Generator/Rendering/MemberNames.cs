namespace Vtd.Codegen.Rendering;

/// <summary>Names of properties: those of the spec, unless the generated type needs the name itself.</summary>
/// <remarks>Names that no generated type could have are refused when the spec is read.</remarks>
internal static class MemberNames
{
    private static readonly HashSet<string> s_taken = new(StringComparer.Ordinal)
    {
        // members of register files
        "Check", "Fill", "Get32", "Get64", "Half", "Misplaced", "None", "Occupant", "Ones", "Place", "Read", "RegisterId", "Reset", "Set32",
        "Set64", "Size", "StorageCell", "Store", "Write",

        // what an accessor calls its value and its backing field, and what no record may have
        "field", "value", "Clone",
    };

    /// <summary>The C# name of <paramref name="name"/> as a member of <paramref name="type"/>.</summary>
    public static string Of(string name, string type) =>
        s_taken.Contains(name) || name == type ? name + "Field" : name;
}
