using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Vtd.Analyzers.Suppressions;

namespace Vtd.Analyzers.Tests.Harness;

/// <summary>Runs all suppressors over code, and beside them stand-ins for the rules that the compiler does not have itself.</summary>
internal static class Suppressors
{
    private static readonly DiagnosticSuppressor[] s_all =
    [
        .. typeof(NameSuppressor).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(DiagnosticSuppressor)))
            .Select(static type => (DiagnosticSuppressor)Activator.CreateInstance(type)!),
    ];

    /// <summary>The IDs of suppressions.</summary>
    public static IEnumerable<string> Ids { get; } =
        [.. s_all.SelectMany(static one => one.SupportedSuppressions).Select(static rule => rule.Id).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The findings of a rule in the code itself, in its order, and whether each is suppressed.</summary>
    public static async Task<IEnumerable<string>> Findings(Compilation compilation, string rule)
    {
        // The rules of style are not on by default; how severe they are changes nothing.
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        var found = await compilation.WithAnalyzers([new StandIn(rule), .. s_all], options).GetAllDiagnosticsAsync();
        return found.Where(finding => finding.Id == rule && finding.Location.SourceTree?.FilePath == "Program.cs").OrderBy(static finding => finding.Location.SourceSpan.Start)
            .Select(static finding => finding.IsSuppressed ? $"{finding.Id} suppressed" : finding.Id);
    }

    /// <summary>Finds every name of a type and every switch, at the places where the real rules find those that they object to.</summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class StandIn(string id) : DiagnosticAnalyzer
    {
        private readonly DiagnosticDescriptor _rule = new(id.StartsWith("CS", StringComparison.Ordinal) ? "NONE" : id, "Stands in", "Stands in", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxNodeAction(Find, SyntaxKind.RecordStructDeclaration, SyntaxKind.ClassDeclaration, SyntaxKind.SwitchExpression, SyntaxKind.SwitchStatement);
        }

        private void Find(SyntaxNodeAnalysisContext context)
        {
            var place = context.Node switch
            {
                SwitchStatementSyntax statement => statement.SwitchKeyword,
                SwitchExpressionSyntax expression => expression.SwitchKeyword,
                TypeDeclarationSyntax type => type.Identifier,
                _ => throw new InvalidOperationException(),
            };
            if (_rule.Id.StartsWith("IDE00", StringComparison.Ordinal) != context.Node is TypeDeclarationSyntax)
                context.ReportDiagnostic(Diagnostic.Create(_rule, place.GetLocation()));
        }
    }
}
