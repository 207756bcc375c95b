using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Spec.Composing;

/// <summary>Makes whole declarations of their parts: of what they say, what templates say, and what overlays change.</summary>
public static class SpecComposer
{
    /// <summary>Collects what declarations of any file may take from any other.</summary>
    /// <param name="files">As read, in any order; of several with one path the first counts.</param>
    public static SpecParts Parts(IEnumerable<SpecFile> files)
    {
        var sorted = SpecFiles.InOrder(files);
        if (sorted.TrueForAll(static file => file.Templates.Count == 0 && file.Overlay is null && !file.IsPartial))
            return SpecParts.None;

        var findings = new Findings("");
        var imports = SpecImports.Of(sorted);
        var templates = new TemplateCollector(imports, findings);
        var patches = new List<Patch>();
        var isEveryFileKnown = sorted.TrueForAll(static file => file.Spec is not null);
        var specs = sorted.Where(static file => file.Spec is not null).GroupBy(static file => file.Spec!.Value.Value, StringComparer.Ordinal).ToDictionary(static spec => spec.Key, static spec => spec.ToList(), StringComparer.Ordinal);
        foreach (var spec in specs)
        {
            var isComplete = isEveryFileKnown && spec.Value.TrueForAll(static file => file.IsComplete);
            var isEveryImportKnown = spec.Value.TrueForAll(file => file.Imports.Values().All(specs.ContainsKey));
            templates.Add(spec.Key, spec.Value, isComplete && isEveryImportKnown);
            patches.AddRange(new PatchCollector(spec.Key, spec.Value, isComplete, findings).Collect());
        }

        var resolved = templates.Resolve().ToList();
        foreach (var spec in specs)
            templates.CheckLikes(spec.Key, spec.Value);
        return new SpecParts { Imports = imports, Templates = NamedItems.Sorted(resolved), Patches = NamedItems.Sorted(patches), Findings = findings.ToArray() };
    }

    /// <summary>Completes the declarations of one file. A file that takes nothing from elsewhere comes back as it is.</summary>
    /// <param name="file">As read.</param>
    /// <param name="parts">Of all files, this one included.</param>
    public static ComposeResult Compose(SpecFile file, SpecParts parts)
    {
        if (parts.Patches.Count == 0 && !file.IsPartial)
            return new ComposeResult(file, default);
        return new FileComposer(file, parts).Compose();
    }
}

/// <summary>A file with complete declarations.</summary>
/// <param name="File">The file.</param>
/// <param name="Findings">Findings about the declarations that were made of parts; those of reading are not repeated. What is wrong
/// in a template is found once for each declaration that is like it.</param>
public sealed record ComposeResult(SpecFile File, EquatableArray<Finding> Findings);
