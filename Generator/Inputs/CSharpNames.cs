using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Vtd.Codegen.Inputs;

/// <summary>Names as C# writes them.</summary>
internal static class CSharpNames
{
    /// <summary>The name, escaped if it is a keyword.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>A namespace made of whatever the consumer's project calls itself; empty for the global one.</summary>
    public static string Namespace(string text)
    {
        var result = new StringBuilder();
        foreach (var segment in text.Split('.'))
        {
            if (segment.Length == 0)
                continue;

            var name = new StringBuilder();
            foreach (var c in segment.Trim())
                name.Append(SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_');
            if (name.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(name[0]))
                name.Insert(0, '_');

            result.Append(result.Length == 0 ? "" : ".").Append(Identifier(name.ToString()));
        }

        return result.ToString();
    }
}
