using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Vtd.Analyzers.Suppressions;

/// <summary>VTD2201: the compiler finds the needless attribute of a generated type at the part that is not generated.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ComplianceSuppressor : DiagnosticSuppressor
{
    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => SuppressionRules.Compliance;

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var finding in context.ReportedDiagnostics)
        {
            if (GeneratedPart.TypeAt(finding, context) is not null)
                context.Suppress(SuppressionRules.Compliance, finding);
        }
    }
}
