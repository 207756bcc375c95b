using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;
using Vtd.Analyzers.Use;

namespace Vtd.CodeFixes;

/// <summary>VTD2011, VTD2012: adds the arms that are missing. Each throws until it is filled in.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class CodeSwitchFix : OneByOneFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UseRules.MissingCodes.Id, UseRules.UnknownCodes.Id);

    private protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        var value = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (value.FirstAncestorOrSelf<SyntaxNode>(static node => node is SwitchStatementSyntax or SwitchExpressionSyntax) is not { } old
            || model.GetTypeInfo(value, context.CancellationToken).Type is not INamedTypeSymbol codes)
            return;

        var type = codes.ToMinimalDisplayString(model, value.SpanStart);
        var taken = Taken(old, model);
        var missing = CodeSet.Of(codes).Where(code => !taken.Contains(code.Value)).Select(code => $"{type}.{code.Name}").ToList();
        SyntaxNode completed = old is SwitchStatementSyntax statement
            ? statement.AddSections([.. Sections(missing)])
            : Complete((SwitchExpressionSyntax)old, missing, CodeSet.HasAllValues(codes));
        context.RegisterCodeFix(
            CodeAction.Create(
                missing.Count > 0 ? "Add the missing codes" : "Add an arm for unknown codes",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(old, completed.WithAdditionalAnnotations(Formatter.Annotation)))),
                nameof(CodeSwitchFix)),
            diagnostic);
    }

    private static HashSet<ulong> Taken(SyntaxNode old, SemanticModel model) => new(model.GetOperation(old)!.Descendants()
        .Select(static part => part is IConstantPatternOperation pattern ? Bits.Of(pattern.Value) : part is ISingleValueCaseClauseOperation clause ? Bits.Of(clause.Value) : null)
        .OfType<ulong>());

    private static IEnumerable<SwitchSectionSyntax> Sections(List<string> missing)
    {
        const string Throw = "throw new System.NotImplementedException();";
        foreach (var code in missing)
            yield return Section($"case {code}: {Throw}");
        yield return Section("default: " + Throw);
    }

    private static SwitchSectionSyntax Section(string text)
    {
        var parsed = (SwitchStatementSyntax)SyntaxFactory.ParseStatement($"switch (x) {{ {text} }}");
        return parsed.Sections[0].NormalizeWhitespace().WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed);
    }

    private static SwitchExpressionSyntax Complete(SwitchExpressionSyntax old, List<string> missing, bool hasAllValues)
    {
        // The compiler asks for the last arm even where no field can hold other values.
        var unknown = hasAllValues ? "throw new System.ArgumentOutOfRangeException()" : "throw new System.NotImplementedException()";
        var arms = missing.Select(static code => $"{code} => throw new System.NotImplementedException()").Append($"_ => {unknown}");
        var added = ((SwitchExpressionSyntax)SyntaxFactory.ParseExpression($"x switch {{ {string.Join(", ", arms)} }}")).Arms
            .Select(static arm => arm.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(SyntaxFactory.ElasticMarker));
        return old.AddArms([.. added]);
    }
}
