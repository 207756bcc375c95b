using Microsoft.CodeAnalysis.CSharp;

namespace Vtd.Codegen.Inputs;

/// <summary>Names as C# writes them.</summary>
internal static class CSharpNames
{
    /// <summary>The name, escaped if it is a keyword.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
