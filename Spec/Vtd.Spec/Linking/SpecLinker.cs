using Vtd.Spec.Composing;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Resolves what files say about each other. A spec sees its own files and the specs that it imports.</summary>
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

        var revisions = specs.ToDictionary(static spec => spec.Key, static spec => Revisions.FieldsOf(spec.Value), StringComparer.Ordinal);
        var imports = new ImportConflicts(specs);
        var templates = sorted.Where(static file => file is { Spec: not null, Templates.Count: > 0 }).Select(static file => new TemplateFile(file.Path, file.Spec!.Value.Value));
        var symbols = new SpecSymbols(default) { TemplateFiles = templates.ToEquatableArray() };
        var placed = new List<NamespaceConflicts.PlacedSpec>(specs.Count);
        foreach (var spec in imports.InOrder)
        {
            var linked = specs[spec].ConvertAll(file => Revisions.Applied(file, span => revisions[symbols.HomeOf(span) ?? spec] ?? default));
            var builder = new SymbolTableBuilder(spec, linked, isComplete);
            var table = imports.AddTo(builder.Build(symbols)) with { Revision = revisions[spec] };
            var before = table.Imports.Count > 0 ? placed.Select(static other => other.Table) : [];
            table = builder.Complete(table, symbols with { Specs = NamedItems.Sorted([.. before, table]) });
            placed.Add(new(table, specs[spec][0].Path, builder.Types));
        }

        placed.Sort(static (left, right) => string.CompareOrdinal(left.Table.Name, right.Table.Name));
        return symbols with { Specs = NamedItems.Sorted(NamespaceConflicts.AddTo(placed)) };
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
        var scope = new NameScope(table, symbols, findings);
        EquatableArray<RevisionField>? RevisionOf(SourceSpan span) => (symbols.HomeOf(span) is { } home ? symbols.Find(home) : table)?.Revision;
        new RevisionChecks(scope, RevisionOf, findings).Check(file);
        var units = new FileLinker(Revisions.Applied(file, span => RevisionOf(span) ?? default), scope, findings).Link();
        return new LinkResult(table.IsMisplaced || scope.NeedsHidden ? Nothing(table.Header) : units, findings.ToArray());
    }

    private static LinkedSpec Nothing(SpecHeader header) => new(header, default, default, default, default, default, default);
}
