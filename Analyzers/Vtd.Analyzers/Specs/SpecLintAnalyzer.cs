using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Vtd.Analyzers.Contract;
using Vtd.Spec.Diagnostics;

namespace Vtd.Analyzers.Specs;

/// <summary>VTD10xx: what is allowed in a spec but seldom meant, shown while it is typed. The same rules as those of <c>vtd check</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SpecLintAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_rules = Rules.All
        .Where(static rule => rule.Severity == Severity.Warning)
        .ToImmutableDictionary(
            static rule => rule.Id,
            static rule => new DiagnosticDescriptor(rule.Id, rule.Title, "{0}", "Vtd.Spec", DiagnosticSeverity.Warning, isEnabledByDefault: true));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = s_rules.Values.OrderBy(static rule => rule.Id, StringComparer.Ordinal).ToImmutableArray();

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var specs = start.Options.AdditionalFiles.Where(IsSpec).ToImmutableArray();
            if (specs.IsEmpty)
                return;

            var findings = new Lazy<ILookup<string, Finding>>(() => LintedFiles.Find(specs, text =>
                start.Options.AnalyzerConfigOptionsProvider.GetOptions(text).TryGetValue("build_metadata.AdditionalFiles.VtdGenerate", out var generate)
                && string.Equals(generate.Trim(), "false", StringComparison.OrdinalIgnoreCase)));
            start.RegisterAdditionalFileAction(context =>
            {
                if (!IsSpec(context.AdditionalFile))
                    return;
                foreach (var finding in findings.Value[context.AdditionalFile.Path])
                    context.ReportDiagnostic(Diagnostic.Create(s_rules[finding.Rule.Id].WithPage(context.Options), LocationOf(finding), finding.Message));
            });
        });
    }

    private static bool IsSpec(AdditionalText text) => text.Path.EndsWith(".vtd.yaml", StringComparison.OrdinalIgnoreCase);

    private static Location LocationOf(Finding finding)
    {
        var span = finding.Span;
        return Location.Create(
            finding.Path,
            new TextSpan(span.Start, span.Length),
            new LinePositionSpan(
                new LinePosition(span.Line - 1, span.Column - 1),
                new LinePosition(span.EndLine - 1, span.EndColumn - 1)));
    }
}
