using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>A visibility that does not exist, set by the consumer.</summary>
public static class UnknownVisibility
{
    /// <summary>VTD9002.</summary>
    public static readonly Rule Rule = new("VTD9002", "Unknown visibility");

    /// <summary>The choice stands in a project file, so this points at the start of the spec file that it was made for.</summary>
    public static Finding At(string path, string word) => new(
        Rule,
        path,
        new SourceSpan(0, 0, 1, 1, 1, 1),
        $"The project chooses the visibility '{word}' for this file. Set VtdVisibility or VtdCodegenVisibility to public or internal.");
}
