using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>A part of the generated code that does not exist, set by the consumer.</summary>
public static class UnknownParts
{
    /// <summary>VTD9004.</summary>
    public static readonly Rule Rule = new("VTD9004", "Unknown part of the generated code");

    /// <summary>The choice stands in a project file, so this points at the start of the spec file that it was made for.</summary>
    public static Finding At(string path, string word) => new(
        Rule,
        path,
        new SourceSpan(0, 0, 1, 1, 1, 1),
        $"The project asks for '{word}' of this file. Set VtdParts or VtdCodegenParts to some of {GeneratedPartWords.All}.");
}
