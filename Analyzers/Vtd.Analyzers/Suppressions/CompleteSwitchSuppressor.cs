using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;
using Vtd.Analyzers.Use;

namespace Vtd.Analyzers.Suppressions;

/// <summary>VTD2203: a switch over a generated field whose arms take all values that its bits can have.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CompleteSwitchSuppressor : DiagnosticSuppressor
{
    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => SuppressionRules.CompleteSwitches;

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        var types = GeneratedTypes.Of(context.Compilation);
        foreach (var finding in context.ReportedDiagnostics)
        {
            if (finding.Location.SourceTree is not { } tree
                || context.GetSemanticModel(tree).GetOperation(tree.GetRoot(context.CancellationToken).FindNode(finding.Location.SourceSpan), context.CancellationToken) is not { } operation
                || CodeSwitch.Of(operation, types) is not { } found || !IsComplete(found, types))
                continue;
            context.Suppress(SuppressionRules.CompleteSwitches, finding);
        }
    }

    private static bool IsComplete(CodeSwitch found, GeneratedTypes types) =>
        found.Missing is { IsEmpty: true } && CodeSet.HasAllValues(found.Codes) && IsField(found, types);

    /// <summary>Whether the value comes out of the bits of a field: a variable or a parameter can hold any cast value.</summary>
    private static bool IsField(CodeSwitch found, GeneratedTypes types) =>
        Bits.Core(found.Value) is IPropertyReferenceOperation { Property: var property } && SymbolEqualityComparer.Default.Equals(property.Type, found.Codes)
        && types.Find(property.ContainingType) is { IsValue: true } type
        && (type.Role == TypeRole.RegisterWrite ? types.Find(type.Symbol.ContainingType)! : type).Masks.ContainsKey(property.Name);
}
