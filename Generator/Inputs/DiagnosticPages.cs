using Microsoft.CodeAnalysis.Diagnostics;
using Vtd.Spec.Diagnostics;

namespace Vtd.Codegen.Inputs;

/// <summary>The pages that explain rules. They travel with the package, so a build without a network has them, in its own version.</summary>
/// <param name="Folder">Address of their folder; null if the build does not tell.</param>
internal sealed record DiagnosticPages(string? Folder)
{
    public static DiagnosticPages From(AnalyzerConfigOptionsProvider provider, CancellationToken cancel)
    {
        // A path that is cut, as options are at a '#', has lost the separator at its end: no link is better than a wrong one.
        var isWhole = provider.GlobalOptions.TryGetValue("build_property.VtdCodegenPages", out var path)
            && path.Length > 0 && path[path.Length - 1] is '/' or '\\';
        return new(isWhole && Uri.TryCreate(path, UriKind.Absolute, out var folder) && folder.IsFile ? folder.AbsoluteUri : null);
    }

    public string? LinkTo(Rule rule) => Folder is null ? null : $"{Folder}{rule.Id}.md";
}
