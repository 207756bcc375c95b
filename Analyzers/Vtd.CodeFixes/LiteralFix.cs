using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Vtd.Analyzers.Use;

namespace Vtd.CodeFixes;

/// <summary>VTD2007: names the number.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LiteralFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UseRules.Literal.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return;

        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(LiteralAnalyzer.Constant, out var name) || name is null)
                continue;
            var number = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            var named = SyntaxFactory.ParseExpression(name).WithTriviaFrom(number);
            context.RegisterCodeFix(
                CodeAction.Create($"Write {name}", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(number, named))), nameof(LiteralFix)),
                diagnostic);
        }
    }
}
