using Vtd.Spec.Linking;
using Vtd.Spec.Model;
using Vtd.Spec.Reading;

namespace Vtd.Tool.Specs;

/// <summary>Spec files, read and linked.</summary>
/// <param name="Texts">The files.</param>
/// <param name="Files">What each of them says.</param>
/// <param name="Symbols">What they may refer to in each other.</param>
/// <param name="Specs">What is free of errors in them, one for each <c>spec:</c> name, in order of name.</param>
/// <param name="Findings">What is wrong, in order of file and place.</param>
internal sealed record LoadedSpecs(
    IReadOnlyList<SpecText> Texts, IReadOnlyList<SpecFile> Files, SpecSymbols Symbols, IReadOnlyList<LinkedSpec> Specs, IReadOnlyList<Finding> Findings)
{
    public static LoadedSpecs Load(IReadOnlyList<SpecText> texts)
    {
        var read = texts.Select(text => SpecReader.Read(text.Path, text.Text)).ToList();
        var linked = SpecLinker.LinkEach(read.Select(result => result.File));
        return new LoadedSpecs(texts, linked.Files, linked.Symbols, linked.Specs, read.SelectMany(result => result.Findings).Concat(linked.Findings).Once());
    }
}
