using Vtd.Spec;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;

namespace Vtd.Tool.Specs;

/// <summary>Spec files, compiled together.</summary>
/// <param name="Texts">The files.</param>
/// <param name="Compilation">What they say.</param>
internal sealed record LoadedSpecs(IReadOnlyList<SpecText> Texts, SpecCompilation Compilation)
{
    /// <summary>Everything that is free of errors, one model for each spec, in order of name.</summary>
    public IReadOnlyList<LinkedSpec> Specs => Compilation.Specs;

    /// <summary>Errors, by file and in the order of the text.</summary>
    public IReadOnlyList<Finding> Findings => Compilation.Findings;

    public static LoadedSpecs Load(IReadOnlyList<SpecText> texts) =>
        new(texts, SpecCompiler.Compile(texts.Select(static text => SpecCompiler.Read(text.Path, text.Text))));
}
