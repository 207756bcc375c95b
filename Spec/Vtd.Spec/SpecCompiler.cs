using Vtd.Spec.Composing;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Linking;
using Vtd.Spec.Linting;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec;

/// <summary>Runs the phases of the language over all files together: composing, linking and linting.</summary>
public static class SpecCompiler
{
    /// <summary>Composes and links all files of one spec into one.</summary>
    /// <param name="files">As read, in any order. The first that names a spec decides which; files of another spec are left out.</param>
    public static LinkResult LinkAll(IEnumerable<SpecFile> files)
    {
        var sorted = SpecFiles.InOrder(files);
        var spec = sorted.Find(static file => file.Spec is not null)?.Spec?.Value ?? "";
        sorted.RemoveAll(file => file.Spec is { } other && other.Value != spec);
        var specs = LinkEach(sorted);
        return new LinkResult(specs.Specs.Count > 0 ? specs.Specs[0] : LinkedSpecs.Merge(spec, []), specs.Findings);
    }

    /// <summary>Composes and links files of any number of specs: all that a caller has to do who has all files.</summary>
    /// <param name="files">As read, in any order.</param>
    public static LinkedFiles LinkEach(IEnumerable<SpecFile> files)
    {
        var read = SpecFiles.InOrder(files);
        var parts = SpecComposer.Parts(read);
        var composed = read.ConvertAll(file => SpecComposer.Compose(file, parts));
        var whole = composed.ConvertAll(static result => result.File);
        var symbols = SpecLinker.Symbols(whole);
        var linked = whole.ConvertAll(file => SpecLinker.Link(file, symbols));
        var specs = linked
            .Where(static result => result.Units.Header.Name.Length > 0)
            .GroupBy(static result => result.Units.Header.Name, static result => result.Units, StringComparer.Ordinal)
            .OrderBy(static spec => spec.Key, StringComparer.Ordinal)
            .Select(static spec => LinkedSpecs.Merge(spec.Key, [.. spec]));
        var findings = parts.Findings
            .Concat(composed.SelectMany(static result => result.Findings))
            .Concat(linked.SelectMany(static result => result.Findings));
        return new LinkedFiles(whole.ToEquatableArray(), symbols, specs.ToEquatableArray(), findings.Once());
    }

    /// <summary>Lints files of any number of specs.</summary>
    /// <param name="read">The files as read.</param>
    /// <param name="linked">The same files, linked.</param>
    /// <returns>By file and in the order of the text.</returns>
    public static EquatableArray<Finding> Lint(IReadOnlyList<SpecFile> read, LinkedFiles linked)
    {
        var uses = SpecUses.Of(read);
        return linked.Files.SelectMany(file => SpecLinter.Lint(file, linked.Symbols, uses)).Once();
    }
}
