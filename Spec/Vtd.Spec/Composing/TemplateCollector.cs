using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Composing;

/// <summary>Collects the templates of all specs, each with everything that it takes from other templates.</summary>
/// <remarks>Files come in order of path, so that it is always the same one of two that is the later.</remarks>
internal sealed class TemplateCollector(EquatableArray<SpecImports> imports, Findings findings)
{
    private readonly Dictionary<string, Entry> _templates = new(StringComparer.Ordinal);
    private readonly HashSet<string> _incomplete = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>A template on its way to being resolved.</summary>
    private sealed class Entry(string spec, Part part)
    {
        public string Spec { get; } = spec;

        public Part Part { get; } = part;

        public State State { get; set; }

        /// <summary>Null if it, or one that it is like, was reported.</summary>
        public YamlMapping? Source { get; set; }

        /// <summary>Number of nodes.</summary>
        public int Size { get; set; }

        public int Levels { get; set; } = 1;
    }

    private enum State
    {
        New,
        Open,
        Done,
    }

    /// <summary>Adds the templates of a spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="files">All files of the spec.</param>
    /// <param name="isComplete">Whether all its templates are known.</param>
    public void Add(string spec, IReadOnlyList<SpecFile> files, bool isComplete)
    {
        if (!isComplete)
            _incomplete.Add(spec);
        foreach (var part in files.SelectMany(static file => file.Templates))
        {
            var name = part.Item.Name;
            var key = SpecParts.KeyOf(spec, part.Kind, name.Value);
            if (_templates.ContainsKey(key))
                findings.Report(NameRules.Duplicate, name.Span, $"There is already a template '{name.Value}' in another file. Remove or rename one of the two.");
            else
                _templates.Add(key, new Entry(spec, part));
        }
    }

    /// <summary>Lists the templates, those of all specs once they are added.</summary>
    public IEnumerable<Template> Resolve()
    {
        foreach (var template in _templates)
        {
            if (template.Value.State == State.New)
                Resolve(template.Value, 1);
            if (template.Value.Source is { } source)
                yield return new Template(template.Key, source, template.Value.Size);
        }
    }

    /// <summary>Reports declarations that are like templates that are not there.</summary>
    public void CheckLikes(string spec, IEnumerable<SpecFile> files)
    {
        foreach (var file in files)
        {
            Check(UnitKind.Register, file.Registers);
            Check(UnitKind.Descriptor, file.Descriptors);
            Check(UnitKind.Entry, file.Entries);
        }

        void Check<T>(UnitKind kind, EquatableArray<T> items)
            where T : Declaration, IEquatable<T>
        {
            foreach (var item in items)
            {
                if (item.Like is { } like)
                    Find(spec, kind, like);
            }
        }
    }

    private void Resolve(Entry entry, int level)
    {
        var item = entry.Part.Item;
        entry.State = State.Open;
        if (item.Like is not { } like)
            entry.Source = item.IsBroken ? null : item.Source;
        else if (level > TemplateTables.MostLevels)
            ReportLevels(like);
        else if (Find(entry.Spec, entry.Part.Kind, like) is { } lower)
            Resolve(entry, like, lower, level);
        entry.Size = entry.Source is { } source ? TemplateTables.SizeOf(source) : 0;
        entry.State = State.Done;
    }

    private void Resolve(Entry entry, Located<string> like, Entry lower, int level)
    {
        var item = entry.Part.Item;
        if (lower.State == State.Open)
        {
            findings.Report(PartRules.Circle, like.Span, $"'{item.Name.Value}' is like itself, by way of '{like.Value}'. Remove 'like' from one of them.");
            return;
        }

        if (lower.State == State.New)
            Resolve(lower, level + 1);
        entry.Levels = lower.Levels + 1;
        if (lower.Source is not { } source || item.IsBroken)
            return;
        if (entry.Levels > TemplateTables.MostLevels)
        {
            ReportLevels(like);
            return;
        }

        if (lower.Size > TemplateTables.MostTaken - _taken)
        {
            findings.Report(PartRules.TooMuch, like.Span, $"Templates take more than {TemplateTables.MostTaken} values from other templates. Reduce them.");
            return;
        }

        _taken += lower.Size;
        var before = findings.Count;
        var merged = new DeclarationMerge(isOverlay: false, findings).Merge(item.Source!, source, TemplateTables.TableOf(entry.Part.Kind), $"The template '{like.Value}'");
        if (findings.Count == before)
            entry.Source = merged;
    }

    private void ReportLevels(Located<string> like) =>
        findings.Report(PartRules.TooMuch, like.Span, $"More than {TemplateTables.MostLevels} templates are each like the next. Remove some of them.");

    /// <summary>Finds a template of the spec, otherwise of the specs that it imports; reports it if there is none or more than one.</summary>
    private Entry? Find(string spec, UnitKind kind, Located<string> like)
    {
        var name = QualifiedName.Of(like.Value);
        var imported = SpecImports.Of(imports, spec);
        if (name.Spec is { } qualifier && qualifier != spec && !imported.Contains(qualifier))
        {
            if (!_incomplete.Contains(spec))
                findings.ReportUnknown(NameRules.UnknownSpec, new Located<string>(qualifier, like.Span), $"{spec} does not import a spec '{qualifier}'. Add it to the list under 'import'.", imported);
            return null;
        }

        var found = TemplateNames.SpecsOf(name, spec, imports, candidate => _templates.ContainsKey(SpecParts.KeyOf(candidate, kind, name.Name)));
        if (found.Count == 1)
            return _templates[SpecParts.KeyOf(found[0], kind, name.Name)];
        if (found.Count > 1)
            findings.Report(NameRules.AmbiguousName, like.Span, $"Several imported specs have the template '{name.Name}'. Write {string.Join(" or ", found.Select(candidate => $"'{candidate}.{name.Name}'"))}.");
        else if (!_incomplete.Contains(spec) && !imported.Any(_incomplete.Contains))
            ReportUnknown(spec, kind, like, imported);
        return null;
    }

    private void ReportUnknown(string spec, UnitKind kind, Located<string> like, EquatableArray<string> imported) =>
        findings.ReportUnknown(
            PartRules.UnknownTemplate, like, $"Unknown template '{like.Value}' for {TemplateTables.TableOf(kind).Name}.",
            _templates.Values.Where(item => item.Part.Kind == kind && (item.Spec == spec || imported.Contains(item.Spec))).Select(static item => item.Part.Item.Name.Value));
}
