using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Vtd.Analyzers.Contract;
using Vtd.Analyzers.Use;

namespace Vtd.CodeFixes;

/// <summary>VTD2002: takes what was read through <c>ToWrite()</c>, which leaves out the bits that act, and keeps what was set explicitly.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WriteBackFix : OneByOneFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UseRules.WriteBack.Id);

    private protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        var replacements = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (var place in diagnostic.AdditionalLocations)
        {
            if (root.FindNode(place.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax read
                && RegisterOf(diagnostic, model, read) is { } register && Harmless(read, register, model, context.CancellationToken) is { } harmless)
                replacements[read] = harmless.WithTriviaFrom(read);
        }

        if (replacements.Count != diagnostic.AdditionalLocations.Count)
            return;
        context.RegisterCodeFix(
            CodeAction.Create(
                "Write what ToWrite() gives",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNodes(replacements.Keys, (old, _) => replacements[old]))),
                nameof(WriteBackFix)),
            diagnostic);
    }

    /// <summary>The register that the call is about: the analyzer found it by the call, so the fix does too.</summary>
    private static GeneratedType? RegisterOf(Diagnostic diagnostic, SemanticModel model, ExpressionSyntax read)
    {
        var types = GeneratedTypes.Of(model.Compilation);
        for (SyntaxNode? node = read; node is not null; node = node.Parent)
        {
            if (node is InvocationExpressionSyntax && node.Span.Contains(diagnostic.Location.SourceSpan) && node.Span != diagnostic.Location.SourceSpan
                && model.GetOperation(node) is Microsoft.CodeAnalysis.Operations.IInvocationOperation call
                && RegisterAccess.From(call, types) is { IsWrite: true } access)
                return access.Register;
        }

        return null;
    }

    private static ExpressionSyntax? Harmless(ExpressionSyntax read, GeneratedType register, SemanticModel model, CancellationToken cancel)
    {
        if (read is MemberAccessExpressionSyntax { Expression: var value } lane && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(value, cancel).Type, register.Symbol))
            return ToWrite(value, register) is { } write ? lane.WithExpression(write) : null;
        if (register.Lanes.Length != 1)
            return null;

        var argument = read.WithoutTrivia();
        var isWide = register.Width == 64;
        if (model.GetTypeInfo(read, cancel).Type?.SpecialType != (isWide ? SpecialType.System_UInt64 : SpecialType.System_UInt32))
            argument = SyntaxFactory.ParseExpression($"({(isWide ? "ulong" : "uint")}){argument}");
        return SyntaxFactory.ParseExpression($"new {register.Symbol.ToMinimalDisplayString(model, read.SpanStart)}({argument}).ToWrite().{register.Lanes[0].Name}");
    }

    /// <summary>The value to write: what was set explicitly is set in it as well.</summary>
    private static ExpressionSyntax? ToWrite(ExpressionSyntax value, GeneratedType register)
    {
        if (value is ParenthesizedExpressionSyntax { Expression: WithExpressionSyntax with } parenthesized)
        {
            var fields = new List<ExpressionSyntax>();
            foreach (var assignment in with.Initializer.Expressions.OfType<AssignmentExpressionSyntax>())
            {
                if (assignment.Left is not IdentifierNameSyntax field || NameInWrite(field.Identifier.ValueText, register) is not { } name)
                    return null;
                fields.Add(assignment.WithLeft(SyntaxFactory.IdentifierName(name).WithTriviaFrom(field)));
            }

            var initializer = with.Initializer.WithExpressions(SyntaxFactory.SeparatedList(fields, with.Initializer.Expressions.GetSeparators()));
            return ToWrite(with.Expression, register) is { } write
                ? parenthesized.WithExpression(with.WithExpression(write.WithTrailingTrivia(with.Expression.GetTrailingTrivia())).WithInitializer(initializer))
                : null;
        }

        return SyntaxFactory.ParseExpression($"{value.WithoutTrivia()}.ToWrite()");
    }

    /// <summary>What sets the same bits in the type that is written; null if software cannot write them.</summary>
    private static string? NameInWrite(string field, GeneratedType register)
    {
        var write = register.Symbol.GetTypeMembers("Write").FirstOrDefault();
        foreach (var name in new[] { field, "Clear" + field, "Set" + field })
        {
            if (write?.GetMembers(name).Length > 0)
                return name;
        }

        return null;
    }
}
