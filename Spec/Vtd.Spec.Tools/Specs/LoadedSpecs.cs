using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Reading;

namespace Vtd.Spec.Tools.Specs;

/// <summary>Spec files that were compiled together.</summary>
/// <param name="Texts">The files.</param>
/// <param name="Compilation">The result of all phases of the language.</param>
public sealed record LoadedSpecs(IReadOnlyList<SpecText> Texts, SpecCompilation Compilation)
{
    /// <summary>The declarations that are free of errors, one spec for each <c>spec:</c> name, in order of name.</summary>
    public IReadOnlyList<LinkedSpec> Specs => Compilation.Specs;

    /// <summary>Errors, by file and in the order of the text.</summary>
    public IReadOnlyList<Finding> Findings => Compilation.Findings;

    /// <summary>Compiles spec files.</summary>
    public static LoadedSpecs Load(IReadOnlyList<SpecText> texts) =>
        new(texts, SpecCompiler.Compile(texts.Select(Read)));

    /// <summary>Reads one file, with the choices of its project.</summary>
    public static ReadResult Read(SpecText text)
    {
        var read = SpecCompiler.Read(text.Path, text.Text);
        return text.Choice is { } choice ? choice.Place(read) : read;
    }
}
