using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Vtd.Analyzers.Suppressions;

/// <summary>Findings of other analyzers that only generated shapes cause: VTD22xx. One ID may stand for several rules.</summary>
internal static class SuppressionRules
{
    /// <summary>The compiler's rule about an attribute that the assembly does not need.</summary>
    public static readonly ImmutableArray<SuppressionDescriptor> Compliance = All(
        "VTD2201", "The attribute stands in the generated part of the type, which does not know the assembly", "CS3021");

    /// <summary>Rules about the names of types and of their members.</summary>
    public static readonly ImmutableArray<SuppressionDescriptor> Names = All(
        "VTD2202", "The name is that of the architecture, and the spec gives it", "CA1708", "CA1711", "CA1716", "CA1720", "CA1724", "IDE1006");

    /// <summary>Rules that ask a switch for an arm that takes values without a name.</summary>
    public static readonly ImmutableArray<SuppressionDescriptor> CompleteSwitches = All(
        "VTD2203", "The bits of the field have no other value", "CS8524", "IDE0010", "IDE0072");

    /// <summary>Suppresses a finding.</summary>
    public static void Suppress(this SuppressionAnalysisContext context, ImmutableArray<SuppressionDescriptor> rules, Diagnostic finding) =>
        context.ReportSuppression(Suppression.Create(rules.First(rule => rule.SuppressedDiagnosticId == finding.Id), finding));

    private static ImmutableArray<SuppressionDescriptor> All(string id, string reason, params string[] rules) =>
        rules.Select(rule => new SuppressionDescriptor(id, rule, reason)).ToImmutableArray();
}
