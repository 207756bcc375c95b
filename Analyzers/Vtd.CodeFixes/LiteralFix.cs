using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Vtd.Analyzers.Use;

namespace Vtd.CodeFixes;

/// <summary>VTD2007: names the number.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LiteralFix : OneByOneFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UseRules.Literal.Id);

    private protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (!diagnostic.Properties.TryGetValue(LiteralAnalyzer.Constant, out var name) || name is null)
            return;
        var number = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var named = SyntaxFactory.ParseExpression(name).WithTriviaFrom(number);
        context.RegisterCodeFix(
            CodeAction.Create($"Write {name}", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(number, named))), nameof(LiteralFix)),
            diagnostic);
    }
}
