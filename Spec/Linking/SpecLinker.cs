using System.Collections.Immutable;
using Vtd.Spec.Checking;
using Vtd.Spec.Model;

namespace Vtd.Spec.Linking;

/// <summary>Resolves what files say about each other. Files with different specs never see each other.</summary>
public static class SpecLinker
{
    /// <summary>Collects what the files may refer to in each other, and what cannot stand beside something else.</summary>
    /// <param name="files">In any order; of several with one path the first counts.</param>
    public static SpecSymbols Symbols(IEnumerable<SpecFile> files)
    {
        var sorted = Sorted(files);
        var specs = new Dictionary<string, List<SpecFile>>(StringComparer.Ordinal);
        var isComplete = true;
        foreach (var file in sorted)
        {
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
    /// <param name="file">As read.</param>
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

    /// <summary>Links all files of one spec into one.</summary>
    /// <param name="files">In any order. The first that names a spec decides which; files of another spec are left out.</param>
    public static LinkResult LinkAll(IEnumerable<SpecFile> files)
    {
        var sorted = Sorted(files);
        var symbols = Symbols(sorted);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var parts = new List<LinkedSpec>(sorted.Count);
        string? spec = null;
        foreach (var file in sorted)
        {
            spec ??= file.Spec?.Value;
            if (file.Spec is null || file.Spec.Value.Value != spec)
                continue;
            var result = Link(file, symbols);
            parts.Add(result.Units);
            findings.AddRange(result.Findings);
        }

        return new LinkResult(LinkedSpecs.Merge(spec ?? "", parts), new EquatableArray<Finding>(findings.ToImmutable()));
    }

    private static List<SpecFile> Sorted(IEnumerable<SpecFile> files)
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
