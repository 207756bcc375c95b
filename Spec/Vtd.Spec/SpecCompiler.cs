using Vtd.Spec.Composing;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Model;
using Vtd.Spec.Reading;
using Vtd.Spec.Source;

namespace Vtd.Spec;

/// <summary>The phases of the language. <see cref="Compile"/> runs all of them; a caller that keeps results between runs, as the generator does,
/// calls them one by one, in the order in which they stand here.</summary>
public static class SpecCompiler
{
    /// <summary>Reads one file. Whatever the text is, this ends soon and throws nothing but a cancellation.</summary>
    /// <param name="path">Path of the file, for findings; never opened.</param>
    /// <param name="text">The text of the file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static ReadResult Read(string path, string text, CancellationToken cancellationToken = default) => SpecReader.Read(path, text, cancellationToken);

    /// <summary>Collects the templates and overlays that declarations of any file may take from any other.</summary>
    /// <param name="files">As read, in any order; of several with one path the first counts.</param>
    public static SpecParts CollectParts(IEnumerable<SpecFile> files) => SpecComposer.Parts(files);

    /// <summary>Completes the declarations of one file. A file that takes nothing from elsewhere comes back as it is.</summary>
    /// <param name="file">As read.</param>
    /// <param name="parts">Of all files, this one included.</param>
    public static ComposeResult Compose(SpecFile file, SpecParts parts) => SpecComposer.Compose(file, parts);

    /// <summary>Collects what the files may refer to in each other, and what cannot stand beside something else.</summary>
    /// <param name="files">Composed, in any order; of several with one path the first counts.</param>
    public static SpecSymbols CollectSymbols(IEnumerable<SpecFile> files) => SpecLinker.Symbols(files);

    /// <summary>Links one file: resolves names and checks declarations beside those of other files.</summary>
    /// <param name="file">Composed.</param>
    /// <param name="symbols">Of all files, this one included.</param>
    public static LinkResult Link(SpecFile file, SpecSymbols symbols) => SpecLinker.Link(file, symbols);

    /// <summary>Puts the findings of all phases together: in order, each once.</summary>
    public static EquatableArray<Finding> Report(params IEnumerable<Finding>[] phases) => phases.SelectMany(static findings => findings).Once();

    /// <summary>Compiles files of any number of specs.</summary>
    /// <param name="reads">The files as read, in any order; of several with one path the first counts. Files whose types are in referenced assemblies
    /// count if they are imported.</param>
    public static SpecCompilation Compile(IEnumerable<ReadResult> reads)
    {
        var all = reads.ToList();
        var needed = ReferencedFiles.Needed([.. all.Select(static result => result.File)]);
        var results = all.FindAll(result => ReferencedFiles.IsUsed(result.File, needed));
        var read = SpecFiles.InOrder(results.Select(static result => result.File));
        var parts = CollectParts(read);
        var composed = read.ConvertAll(file => Compose(file, parts));
        var files = composed.ConvertAll(static result => result.File);
        var symbols = CollectSymbols(files);
        var linked = files.ConvertAll(file => Link(file, symbols));
        var specs = linked
            .Where(static result => result.Units.Header.Name.Length > 0)
            .GroupBy(static result => result.Units.Header.Name, static result => result.Units, StringComparer.Ordinal)
            .ToDictionary(static spec => spec.Key, static spec => LinkedSpecs.Merge(spec.Key, [.. spec]), StringComparer.Ordinal);
        var complete = specs.Values
            .Select(spec => spec with { Imported = symbols.VisibleTo(spec.Header.Name).Specs.Where(table => table.Name != spec.Header.Name).Select(table => specs[table.Name]).ToEquatableArray() })
            .OrderBy(static spec => spec.Header.Name, StringComparer.Ordinal);
        var findings = Report(
            results.SelectMany(static result => result.Findings),
            parts.Findings,
            composed.SelectMany(static result => result.Findings),
            linked.SelectMany(static result => result.Findings));
        return new SpecCompilation(read.ToEquatableArray(), files.ToEquatableArray(), symbols, complete.ToEquatableArray(), findings);
    }
}
