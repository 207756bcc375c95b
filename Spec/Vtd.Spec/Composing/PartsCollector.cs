using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Composing;

/// <summary>Collects the templates and overlays of one spec.</summary>
/// <remarks>Files come in order of path, so that it is always the same one of two that is the later.</remarks>
internal sealed class PartsCollector
{
    private readonly string _spec;
    private readonly List<SpecFile> _files;
    private readonly bool _isComplete;
    private readonly Findings _findings;
    private readonly Dictionary<string, Entry> _templates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Patch> _patches = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>A template on its way to being resolved.</summary>
    private sealed class Entry(Part part)
    {
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

    public PartsCollector(string spec, List<SpecFile> files, bool isEveryFileKnown, Findings findings)
    {
        _spec = spec;
        _files = files;
        _isComplete = isEveryFileKnown && files.TrueForAll(static file => file.IsComplete);
        _findings = findings;
    }

    public void Collect(List<Template> templates, List<Patch> patches)
    {
        CollectTemplates(templates);
        CheckLikes();
        CollectPatches();
        patches.AddRange(_patches.Values);
    }

    private void CollectTemplates(List<Template> templates)
    {
        foreach (var file in _files)
        {
            foreach (var part in file.Templates)
            {
                var key = KeyOf(part.Kind, part.Item.Name.Value);
                if (_templates.ContainsKey(key))
                    _findings.Report(NameRules.Duplicate, part.Item.Name.Span, $"There is already a template '{part.Item.Name.Value}' in another file. Remove or rename one of the two.");
                else
                    _templates.Add(key, new Entry(part));
            }
        }

        foreach (var template in _templates)
        {
            Resolve(template.Value, 1);
            if (template.Value.Source is { } source)
                templates.Add(new Template(template.Key, source, template.Value.Size));
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
        else if (Find(entry.Part.Kind, like) is { } lower)
            Resolve(entry, like, lower, level);
        entry.Size = entry.Source is { } source ? TemplateTables.SizeOf(source) : 0;
        entry.State = State.Done;
    }

    private void Resolve(Entry entry, Located<string> like, Entry lower, int level)
    {
        var item = entry.Part.Item;
        if (lower.State == State.Open)
        {
            _findings.Report(PartRules.Circle, like.Span, $"'{item.Name.Value}' is like itself, by way of '{like.Value}'. One of them must say its keys itself.");
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
            _findings.Report(PartRules.TooMuch, like.Span, $"Templates take more than {TemplateTables.MostTaken} values from other templates. Make them smaller.");
            return;
        }

        _taken += lower.Size;
        var before = _findings.Count;
        var merged = new DeclarationMerge(isOverlay: false, _findings).Merge(item.Source!, source, TemplateTables.TableOf(entry.Part.Kind), $"The template '{like.Value}'");
        if (_findings.Count == before)
            entry.Source = merged;
    }

    private void ReportLevels(Located<string> like) =>
        _findings.Report(PartRules.TooMuch, like.Span, $"These are more than {TemplateTables.MostLevels} templates, each like the next. Leave some out.");

    /// <summary>What declarations are like exists.</summary>
    private void CheckLikes()
    {
        foreach (var file in _files)
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
                    Find(kind, like);
            }
        }
    }

    private Entry? Find(UnitKind kind, Located<string> like)
    {
        if (_templates.TryGetValue(KeyOf(kind, like.Value), out var entry))
            return entry;
        if (_isComplete)
        {
            _findings.ReportUnknown(PartRules.UnknownTemplate, like, $"There is no template '{like.Value}' for {NameOf(kind)}.",
                _templates.Values.Where(item => item.Part.Kind == kind).Select(static item => item.Part.Item.Name.Value));
        }

        return null;
    }

    private void CollectPatches()
    {
        if (_files.TrueForAll(static file => file.Overlay is null))
            return;
        var declared = Declared();
        foreach (var file in _files)
        {
            if (file.Overlay is not { } overlay)
                continue;
            if (declared.Count > 0 || !_isComplete)
                AddPatches(file, declared);
            else
                _findings.Report(PartRules.NothingBelow, overlay.Span, $"No other file of {_spec} declares anything, so there is nothing to change. Correct 'spec', or add its other files.");
        }
    }

    private void AddPatches(SpecFile file, HashSet<string> declared)
    {
        foreach (var part in file.Patches)
        {
            var name = part.Item.Name;
            var key = KeyOf(part.Kind, name.Value);
            if (!declared.Contains(key))
            {
                if (_isComplete)
                    ReportNothingThere(part.Kind, name, declared);
                continue;
            }

            var source = part.Item.IsBroken ? null : part.Item.Source;
            if (_patches.TryGetValue(key, out var first))
                source = first.Source is null || source is null ? null : new OverlayJoin(_findings).Join(first.Source, source, name, TemplateTables.TableOf(part.Kind));
            _patches[key] = new Patch(key, source, name.Span);
        }
    }

    private void ReportNothingThere(UnitKind kind, Located<string> name, HashSet<string> declared)
    {
        var prefix = KeyOf(kind, "");
        _findings.ReportUnknown(PartRules.NothingThere, name, $"No other file of {_spec} declares {NameOf(kind)} '{name.Value}'.",
            declared.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key.Substring(prefix.Length)).OrderBy(static item => item, StringComparer.Ordinal));
    }

    private HashSet<string> Declared()
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in _files)
        {
            Add(UnitKind.Enum, file.Enums);
            Add(UnitKind.Register, file.Registers);
            Add(UnitKind.Queue, file.Queues);
            Add(UnitKind.Descriptor, file.Descriptors);
            Add(UnitKind.Entry, file.Entries);
        }

        return result;

        void Add<T>(UnitKind kind, EquatableArray<T> items)
            where T : Declaration, IEquatable<T>
        {
            foreach (var item in items)
                result.Add(KeyOf(kind, item.Name.Value));
        }
    }

    private string KeyOf(UnitKind kind, string name) => SpecParts.KeyOf(_spec, kind, name);

    private static string NameOf(UnitKind kind) => TemplateTables.TableOf(kind).Name;
}
