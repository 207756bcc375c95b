using Vtd.Spec.Language;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Inputs;

/// <summary>Names as C# writes them.</summary>
internal static class CSharpNames
{
    /// <summary>The name of a type, from the root where another spec has it: a spec of this project, or of a referenced one.</summary>
    public static string Type(SpecReference? spec, string name) => spec switch
    {
        null => name,
        { Namespace: { Length: > 0 } ns } => $"global::{ns}.{name}",
        _ => "global::" + name,
    };

    /// <summary>The type of an enum.</summary>
    public static string Type(LinkedEnumReference item) => Type(item.Spec, item.Name);

    /// <summary>The name, escaped if it is a keyword.</summary>
    public static string Identifier(string name) => Names.IsKeyword(name) ? "@" + name : name;
}
