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
        if (NeedsCode(register))
            return null;
        if (read is MemberAccessExpressionSyntax { Expression: var value } member && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(value, cancel).Type, register.Symbol))
            return ToWrite(value, register) is { } write ? member.WithExpression(write) : null;
        if (register.Lanes.Length != 1)
            return null;

        var argument = read.WithoutTrivia();
        var lane = register.Symbol.GetMembers(register.Lanes[0].Name).OfType<IFieldSymbol>().First().Type;
        if (!SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(read, cancel).Type, lane))
            argument = SyntaxFactory.ParseExpression($"({lane.ToDisplayString()}){argument}");
        return SyntaxFactory.ParseExpression($"new {register.Symbol.ToMinimalDisplayString(model, read.SpanStart)}({argument}).ToWrite().{register.Lanes[0].Name}");
    }

    /// <summary>The value to write: explicitly set fields stay set, and those that act become arguments.</summary>
    private static ExpressionSyntax? ToWrite(ExpressionSyntax value, GeneratedType register)
    {
        if (value is not ParenthesizedExpressionSyntax { Expression: WithExpressionSyntax with } parenthesized)
            return Call(value, []);

        var stored = new List<ExpressionSyntax>();
        var acting = new List<string>();
        foreach (var assignment in with.Initializer.Expressions.OfType<AssignmentExpressionSyntax>())
        {
            if (assignment.Left is not IdentifierNameSyntax field)
                return null;
            if (ArgumentFor(field.Identifier.ValueText, register) is { } argument)
                acting.Add($"{argument}: {assignment.Right}");
            else if (IsStored(field.Identifier.ValueText, register))
                stored.Add(assignment);
            else
                return null;
        }

        return Call(stored.Count == 0 ? with.Expression : parenthesized.WithExpression(with.WithInitializer(Initializer(with, stored))), acting);
    }

    private static InitializerExpressionSyntax Initializer(WithExpressionSyntax with, List<ExpressionSyntax> fields)
    {
        var all = with.Initializer.Expressions;
        return fields.Count == all.Count ? with.Initializer
            : with.Initializer.WithExpressions(SyntaxFactory.SeparatedList(
                fields.Select((field, at) => at == fields.Count - 1 ? field.WithTrailingTrivia(all.Last().GetTrailingTrivia()) : field), all.GetSeparators().Take(fields.Count - 1)));
    }

    private static ExpressionSyntax Call(ExpressionSyntax value, List<string> arguments) =>
        SyntaxFactory.ParseExpression($"{value.WithoutTrivia()}.ToWrite({string.Join(", ", arguments)})");

    /// <summary>Whether software stores a value in the field by writing it.</summary>
    private static bool IsStored(string field, GeneratedType register) =>
        register.Masks.TryGetValue(field, out var mask) && register.LaneOf(field) is { } lane && (register.Lanes[lane].Stored & mask) == mask;

    /// <summary>Whether <c>ToWrite</c> has a parameter that must be given: the author alone knows the code.</summary>
    private static bool NeedsCode(GeneratedType register) => ParametersOf(register).Any(static parameter => !parameter.IsOptional);

    private static IEnumerable<IParameterSymbol> ParametersOf(GeneratedType register) =>
        register.Symbol.GetMembers("ToWrite").OfType<IMethodSymbol>().SelectMany(static method => method.Parameters);

    /// <summary>The parameter of <c>ToWrite</c> that acts on a field; null if none does.</summary>
    private static string? ArgumentFor(string field, GeneratedType register) =>
        ParametersOf(register).Select(static parameter => parameter.Name)
            .FirstOrDefault(name => name == "clear" + field || name == "set" + field);
}
