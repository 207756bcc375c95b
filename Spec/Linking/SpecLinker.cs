using Vtd.Spec.Checking;
using Vtd.Spec.Composing;
using Vtd.Spec.Model;

namespace Vtd.Spec.Linking;

/// <summary>Resolves what files say about each other. Files with different specs never see each other.</summary>
public static class SpecLinker
{
    /// <summary>Collects what the files may refer to in each other, and what cannot stand beside something else.</summary>
    /// <param name="files">Composed, in any order; of several with one path the first counts.</param>
    public static SpecSymbols Symbols(IEnumerable<SpecFile> files)
    {
        var sorted = Sorted(files);
        var specs = new Dictionary<string, List<SpecFile>>(StringComparer.Ordinal);
        var isComplete = true;
        foreach (var file in sorted)
        {
            if (SpecComposer.IsPartial(file))
                throw new ArgumentException($"{file.Path} has declarations that are not complete before {nameof(SpecComposer)} has seen it", nameof(files));

            // What a file without a readable 'spec' declares may belong to any of them.
            if (file.Spec is not { } spec)
            {
                isComplete = false;
                continue;
            }

            if (!specs.TryGetValue(spec.Value, out var members))
                specs.Add(spec.Value, members = []);
            members.Add(file);
        }

        var tables = new List<SymbolTable>(specs.Count);
        foreach (var spec in specs)
            tables.Add(new SymbolTableBuilder(spec.Key, spec.Value, isComplete).Build());
        return new SpecSymbols(Symbol.Sorted(tables));
    }

    /// <summary>Links one file.</summary>
    /// <param name="file">Composed.</param>
    /// <param name="symbols">Of all files, this one included.</param>
    /// <returns>The units that this file declares, and what is wrong between it and others.</returns>
    public static LinkResult Link(SpecFile file, SpecSymbols symbols)
    {
        if (file.Spec is not { } spec || symbols.Find(spec.Value) is not { } table)
            return new LinkResult(new LinkedSpec(new SpecHeader(file.Spec?.Value ?? "", null), null, default, default, default, default, default), default);
        var findings = new Findings(file.Path);
        var units = new FileLinker(file, table, findings).Link();
        return new LinkResult(units, findings.ToArray());
    }

    /// <summary>Composes and links all files of one spec into one.</summary>
    /// <param name="files">As read, in any order. The first that names a spec decides which; files of another spec are left out.</param>
    public static LinkResult LinkAll(IEnumerable<SpecFile> files)
    {
        var sorted = Sorted(files);
        var spec = sorted.Find(static file => file.Spec is not null)?.Spec?.Value ?? "";
        sorted.RemoveAll(file => file.Spec is { } other && other.Value != spec);
        var specs = LinkEach(sorted);
        return new LinkResult(specs.Specs.Count > 0 ? specs.Specs[0] : LinkedSpecs.Merge(spec, []), specs.Findings);
    }

    /// <summary>Composes and links files of any number of specs: all that a caller has to do who has all files.</summary>
    /// <param name="files">As read, in any order.</param>
    public static LinkedFiles LinkEach(IEnumerable<SpecFile> files)
    {
        var read = Sorted(files);
        var parts = SpecComposer.Parts(read);
        var composed = read.ConvertAll(file => SpecComposer.Compose(file, parts));
        var whole = composed.ConvertAll(static result => result.File);
        var symbols = Symbols(whole);
        var linked = whole.ConvertAll(file => Link(file, symbols));
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

    /// <summary>In order of path; of several with one path the first.</summary>
    internal static List<SpecFile> Sorted(IEnumerable<SpecFile> files)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var sorted = new List<SpecFile>();
        foreach (var file in files)
        {
            if (paths.Add(file.Path))
                sorted.Add(file);
        }

        sorted.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return sorted;
    }
}
