using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Suppressions;

/// <summary>Findings about a type as a whole, on a handwritten part of a generated type.</summary>
internal static class GeneratedPart
{
    /// <summary>The generated type whose name a finding is at; null if it is somewhere else.</summary>
    public static INamedTypeSymbol? TypeAt(Diagnostic finding, SuppressionAnalysisContext context)
    {
        if (finding.Location.SourceTree is not { } tree
            || tree.GetRoot(context.CancellationToken).FindNode(finding.Location.SourceSpan) is not TypeDeclarationSyntax part
            || part.Identifier.Span != finding.Location.SourceSpan || !part.Modifiers.Any(SyntaxKind.PartialKeyword))
            return null;
        return context.GetSemanticModel(tree).GetDeclaredSymbol(part, context.CancellationToken) is { ContainingType: null } symbol
            && GeneratedTypes.Of(context.Compilation).Find(symbol) is not null ? symbol : null;
    }
}
