using Vtd.Spec.Checks;

namespace Vtd.Codegen.Contract;

/// <summary>Names of properties: those of the spec, unless the generated type needs the name itself.</summary>
/// <remarks>Names that no generated type could have are refused when the spec is read.</remarks>
internal static class MemberNames
{
    /// <summary>The C# name of <paramref name="name"/> as a member of <paramref name="type"/>.</summary>
    public static string Of(string name, string type) => name == type ? name + "Field" : RenamedMembers.PropertyOf(name);

    /// <summary>The name of the property with the code that software writes.</summary>
    public static string OfWritten(string name) => "Written" + name;

    /// <summary>The name of a mask.</summary>
    /// <param name="field">The C# name of the field.</param>
    /// <param name="lane">The lane, if the field lies in more than one.</param>
    public static string MaskOf(string field, string? lane) => lane is null ? field : field + "_" + lane;
}
