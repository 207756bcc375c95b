using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Vtd.Analyzers.Suppressions;

/// <summary>VTD2202: rules of naming, asked of names that the architecture gives.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NameSuppressor : DiagnosticSuppressor
{
    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => SuppressionRules.Names;

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var finding in context.ReportedDiagnostics)
        {
            if (GeneratedPart.TypeAt(finding, context) is { } type && !(finding.Id == "CA1708" && HasOwnName(type)))
                context.Suppress(SuppressionRules.Names, finding);
        }
    }

    /// <summary>Whether a member that is not generated differs from another by case only.</summary>
    private static bool HasOwnName(INamedTypeSymbol type)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in type.GetMembers())
        {
            if (!names.TryGetValue(member.Name, out var first))
                names.Add(member.Name, member.Name);
            else if (first != member.Name)
                names[member.Name] = "";
        }

        var generated = type.GetAttributes().Select(static attribute => attribute.ApplicationSyntaxReference?.SyntaxTree).ToList();
        return type.GetMembers().Any(member => names[member.Name].Length == 0 && member.Locations.Any(place => !generated.Contains(place.SourceTree)));
    }
}
