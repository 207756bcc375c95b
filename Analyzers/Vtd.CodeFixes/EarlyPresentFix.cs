using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Vtd.Analyzers.Use;

namespace Vtd.CodeFixes;

/// <summary>VTD2010: writes the word that holds the present bit last.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class EarlyPresentFix : OneByOneFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UseRules.EarlyPresent.Id);

    private protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<StatementSyntax>() is { } early
            && root.FindNode(diagnostic.AdditionalLocations[0].SourceSpan).FirstAncestorOrSelf<StatementSyntax>() is { } later && early.Parent == later.Parent)
            context.RegisterCodeFix(CodeAction.Create("Write it last", cancel => MoveAsync(context.Document, early, later, cancel), nameof(EarlyPresentFix)), diagnostic);
    }

    private static async Task<Document> MoveAsync(Document document, StatementSyntax early, StatementSyntax later, CancellationToken cancel)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancel).ConfigureAwait(false);
        editor.RemoveNode(early);
        editor.InsertAfter(later, early);
        return editor.GetChangedDocument();
    }
}
