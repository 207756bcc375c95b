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
        var files = read.ConvertAll(result => result.File);
        var symbols = SpecLinker.Symbols(files);
        var linked = files.ConvertAll(file => SpecLinker.Link(file, symbols));
        var specs = linked
            .Select(result => result.Units)
            .Where(units => units.Header.Name.Length > 0)
            .GroupBy(units => units.Header.Name, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => LinkedSpecs.Merge(group.Key, [.. group]));
        var findings = read.SelectMany(result => result.Findings)
            .Concat(linked.SelectMany(result => result.Findings))
            .OrderBy(finding => finding.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Span.Start)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal);
        return new LoadedSpecs(texts, files, symbols, [.. specs], [.. findings]);
    }
}
