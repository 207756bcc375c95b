using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Vtd.Analyzers.Contract;

/// <summary>The pages that explain rules. They travel with the package, so where they are is known when a project is built.</summary>
internal static class HelpPages
{
    /// <summary>The rule with a link to its page, if the build tells where pages are.</summary>
    public static DiagnosticDescriptor WithPage(this DiagnosticDescriptor rule, AnalyzerOptions options)
    {
        // As in the generator: a path that is cut, as options are at a '#', has lost the separator at its end.
        var isWhole = options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.VtdCodegenPages", out var path)
            && path.Length > 0 && path[path.Length - 1] is '/' or '\\';
        return isWhole && Uri.TryCreate(path, UriKind.Absolute, out var folder) && folder.IsFile
            ? new(rule.Id, rule.Title, rule.MessageFormat, rule.Category, rule.DefaultSeverity, rule.IsEnabledByDefault, rule.Description, $"{folder.AbsoluteUri}{rule.Id}.md")
            : rule;
    }
}
