using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Rename;
using Vtd.Analyzers.Locks;

namespace Vtd.CodeFixes;

/// <summary>VTD2103: renames what is marked, and marks what is named so. Where mark and name contradict each other, either may be wrong.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LockNameFix : OneByOneFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(LockRules.Name.Id);

    private protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan) is not MethodDeclarationSyntax node || model.GetDeclaredSymbol(node, context.CancellationToken) is not { } method)
            return;
        if (diagnostic.Properties.TryGetValue(LockAnalyzer.AgreeingName, out var name) && name is not null)
        {
            // Another member of that name may be the one that callers would get then.
            if (method.ContainingType.GetMembers(name).IsEmpty)
                context.RegisterCodeFix(CodeAction.Create($"Rename to {name}", cancel => RenameAsync(context.Document, method, name, cancel), nameof(RenameAsync)), diagnostic);
        }
        else if (diagnostic.Properties.TryGetValue(LockAnalyzer.AgreeingMark, out var mark) && mark is not null
            && FindMark(mark, node.SpanStart, model, context.CancellationToken) is { } type)
        {
            var written = type.ToMinimalDisplayString(model, node.SpanStart);
            context.RegisterCodeFix(CodeAction.Create($"Mark it [{Short(mark)}]", cancel => MarkAsync(context.Document, node, Short(written), cancel), nameof(MarkAsync)), diagnostic);
        }
    }

    /// <summary>The mark that the name means there, or else one that is somewhere in the project.</summary>
    private static ISymbol? FindMark(string mark, int position, SemanticModel model, CancellationToken cancel) =>
        model.LookupNamespacesAndTypes(position, name: mark).FirstOrDefault()
        ?? model.Compilation.GetSymbolsWithName(mark, SymbolFilter.Type, cancel).FirstOrDefault();

    private static string Short(string attribute) => attribute.EndsWith("Attribute", StringComparison.Ordinal) ? attribute.Substring(0, attribute.Length - "Attribute".Length) : attribute;

    private static Task<Solution> RenameAsync(Document document, ISymbol method, string name, CancellationToken cancel) =>
        Renamer.RenameSymbolAsync(document.Project.Solution, method, default, name, cancel);

    private static async Task<Document> MarkAsync(Document document, SyntaxNode node, string mark, CancellationToken cancel)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancel).ConfigureAwait(false);
        editor.AddAttribute(node, editor.Generator.Attribute(mark));
        return editor.GetChangedDocument();
    }
}
