using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Reading;

namespace Vtd.Spec.Tools.Specs;

/// <summary>Spec files that were read and linked.</summary>
/// <param name="Texts">The files.</param>
/// <param name="Files">What each of them says.</param>
/// <param name="Linked">What they say together.</param>
/// <param name="Findings">What is wrong, in order of file and place.</param>
public sealed record LoadedSpecs(IReadOnlyList<SpecText> Texts, IReadOnlyList<SpecFile> Files, LinkedFiles Linked, IReadOnlyList<Finding> Findings)
{
    /// <summary>The declarations that are free of errors, one spec for each <c>spec:</c> name, in order of name.</summary>
    public IReadOnlyList<LinkedSpec> Specs => Linked.Specs;

    public static LoadedSpecs Load(IReadOnlyList<SpecText> texts)
    {
        var read = texts.Select(text => SpecReader.Read(text.Path, text.Text)).ToList();
        var files = read.ConvertAll(result => result.File);
        var linked = SpecCompiler.LinkEach(files);
        return new LoadedSpecs(texts, files, linked, read.SelectMany(result => result.Findings).Concat(linked.Findings).Once());
    }
}
