using Vtd.Spec.Composing;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Resolves what files say about each other. Files with different specs never see each other.</summary>
public static class SpecLinker
{
    /// <summary>Collects what the files may refer to in each other, and what cannot stand beside something else.</summary>
    /// <param name="files">Composed, in any order; of several with one path the first counts.</param>
    public static SpecSymbols Symbols(IEnumerable<SpecFile> files)
    {
        var sorted = SpecFiles.InOrder(files);
        var specs = new Dictionary<string, List<SpecFile>>(StringComparer.Ordinal);
        var isComplete = true;
        foreach (var file in sorted)
        {
            if (file.IsPartial)
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

        var placed = new List<NamespaceConflicts.PlacedSpec>(specs.Count);
        foreach (var spec in specs.OrderBy(static spec => spec.Key, StringComparer.Ordinal))
        {
            var builder = new SymbolTableBuilder(spec.Key, spec.Value, isComplete);
            placed.Add(new(builder.Build(), spec.Value[0].Path, builder.Types));
        }

        return new SpecSymbols(NamedItems.Sorted(NamespaceConflicts.AddTo(placed)));
    }

    /// <summary>Links one file.</summary>
    /// <param name="file">Composed.</param>
    /// <param name="symbols">Of all files, this one included.</param>
    /// <returns>The units that this file declares, and what is wrong between it and others.</returns>
    public static LinkResult Link(SpecFile file, SpecSymbols symbols)
    {
        if (file.Spec is not { } spec || symbols.Find(spec.Value) is not { } table)
            return new LinkResult(Nothing(new SpecHeader(file.Spec?.Value ?? "", null)), default);
        var findings = new Findings(file.Path);
        var units = new FileLinker(file, table, findings).Link();
        return new LinkResult(table.IsMisplaced ? Nothing(table.Header) : units, findings.ToArray());
    }

    private static LinkedSpec Nothing(SpecHeader header) => new(header, null, default, default, default, default, default);
}
