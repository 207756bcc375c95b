using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export.CSharp;

/// <summary>Names of the members of a class or a namespace: no two are equal, and none is that of the class.</summary>
/// <param name="taken">The name of the class, and members that it has in any case.</param>
internal sealed class MemberNames(params string[] taken)
{
    /// <summary>Names of the constants of fields, which are classes: a class cannot have a member of its own name.</summary>
    private static readonly string[] s_ofFields = ["Mask", "Shift", "Word"];

    private readonly HashSet<string> _taken = new([.. taken, .. s_ofFields, "Width"], StringComparer.Ordinal);
    private readonly NumberedNames _numbers = new("_");

    /// <summary>A name, with a suffix if it is taken.</summary>
    public string Take(string name) => _numbers.Take(name, _taken.Add);
}
