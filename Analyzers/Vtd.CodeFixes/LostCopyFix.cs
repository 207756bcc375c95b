using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Vtd.Analyzers.Use;

namespace Vtd.CodeFixes;

/// <summary>VTD2001: assigns the changed copy to what it was made of, where that can be assigned.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LostCopyFix : OneByOneFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UseRules.LostCopy.Id);

    private protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax copy
            || StatementOf(copy) is not { } statement || Target(copy) is not { } target || !CanBeAssigned(target, model, context.CancellationToken))
            return;

        context.RegisterCodeFix(
            CodeAction.Create($"Assign to {target}", cancel => AssignAsync(context.Document, statement, target, copy, cancel), nameof(LostCopyFix)), diagnostic);
    }

    /// <summary>The start of the chain of changes.</summary>
    private static ExpressionSyntax? Target(ExpressionSyntax copy)
    {
        while (true)
        {
            switch (copy)
            {
                case WithExpressionSyntax with:
                    copy = with.Expression;
                    break;
                case ParenthesizedExpressionSyntax parenthesized:
                    copy = parenthesized.Expression;
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
                    when access.Name.Identifier.ValueText.StartsWith("With", StringComparison.Ordinal):
                    copy = access.Expression;
                    break;
                case IdentifierNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax:
                    return copy;
                default:
                    return null;
            }
        }
    }

    private static ExpressionStatementSyntax? StatementOf(ExpressionSyntax copy)
    {
        SyntaxNode? parent = copy.Parent;
        while (parent is ParenthesizedExpressionSyntax or AssignmentExpressionSyntax)
            parent = parent.Parent;
        return parent as ExpressionStatementSyntax;
    }

    private static bool CanBeAssigned(ExpressionSyntax target, SemanticModel model, CancellationToken cancel)
    {
        if (model.GetTypeInfo(target, cancel).Type is not { } type)
            return false;

        // Asking the compiler beats repeating its rules of readonly, init, ref and iteration variables.
        var assignment = SyntaxFactory.ParseStatement($"{target.WithoutTrivia()} = default({type.ToMinimalDisplayString(model, target.SpanStart)});");
        var statement = target.FirstAncestorOrSelf<StatementSyntax>();
        if (statement is null || statement.FirstAncestorOrSelf<MemberDeclarationSyntax>() is null)
            return false;
        var tree = model.SyntaxTree;
        var replaced = tree.GetRoot(cancel).ReplaceNode(statement, assignment.WithAdditionalAnnotations(s_probe));
        var probe = tree.WithRootAndOptions(replaced, tree.Options);
        var place = replaced.GetAnnotatedNodes(s_probe).Single().Span;
        foreach (var error in model.Compilation.ReplaceSyntaxTree(tree, probe).GetSemanticModel(probe).GetDiagnostics(place, cancel))
        {
            if (error.Severity == DiagnosticSeverity.Error)
                return false;
        }

        return true;
    }

    private static readonly SyntaxAnnotation s_probe = new();

    private static async Task<Document> AssignAsync(
        Document document, ExpressionStatementSyntax statement, ExpressionSyntax target, ExpressionSyntax copy, CancellationToken cancel)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancel).ConfigureAwait(false);
        var equals = SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space);
        var assignment = SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression, target.WithoutTrivia(), equals, copy.WithoutTrivia());
        editor.ReplaceNode(statement.Expression, assignment.WithTriviaFrom(statement.Expression));
        return editor.GetChangedDocument();
    }
}
