using Vtd.Spec.Declarations;
using Vtd.Spec.Language;
using Vtd.Spec.Source;

namespace Vtd.Spec.LanguageServer.Names;

/// <summary>The named things of files that were compiled together, by spec, kind and name.</summary>
public sealed class SymbolIndex
{
    /// <summary>More templates that are each like the next than the language allows; they may be like each other.</summary>
    private const int MostLevels = 16;

    private readonly Dictionary<string, Dictionary<(NameKind Kind, string Name), Symbol>> _specs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _imports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpecFile> _files = new(StringComparer.Ordinal);

    public SymbolIndex(SpecCompilation compilation)
    {
        foreach (var file in compilation.Files)
        {
            if (file.Spec is { } spec)
                Add(file, spec);
        }
    }

    /// <summary>All specs, in order of name.</summary>
    public IEnumerable<string> Specs => _specs.Keys.Order(StringComparer.Ordinal);

    /// <summary>Finds a thing by the name that a file of a spec writes, which may be behind that of another spec and a dot.</summary>
    public Symbol? Find(string spec, NameKind kind, string text)
    {
        var name = QualifiedName.Of(text);
        var specs = name.Spec is { } other ? [other] : SeenBy(spec);
        return specs.Select(seen => In(seen).GetValueOrDefault((kind, name.Name))).FirstOrDefault(static found => found is not null);
    }

    /// <summary>Lists the things of a kind that files of a spec can name, in order of name, those of the spec itself first.</summary>
    public IEnumerable<Symbol> All(string spec, NameKind kind) =>
        SeenBy(spec).SelectMany(seen => In(seen).Values.Where(symbol => symbol.Kind == kind).OrderBy(static symbol => symbol.Name, StringComparer.Ordinal))
            .DistinctBy(static symbol => symbol.Name);

    /// <summary>The queue of a descriptor, which may be that of its file.</summary>
    public QueueDeclaration? QueueOf(Symbol descriptor)
    {
        var name = (descriptor.Item as DescriptorDeclaration)?.Queues.Select(static queue => queue.Value).FirstOrDefault()
            ?? _files.GetValueOrDefault(descriptor.Span.Path ?? "")?.Queue?.Value;
        return name is null ? null : Find(descriptor.Spec, NameKind.Queue, name)?.Item as QueueDeclaration;
    }

    /// <summary>The fields or the codes of a thing, those of the templates that it is like included.</summary>
    public IEnumerable<Symbol> MembersOf(Symbol symbol)
    {
        var levels = new List<Symbol>();
        for (var at = symbol; at is not null && levels.Count < MostLevels; at = TemplateOf(at))
            levels.Add(at);
        return levels.SelectMany(static level => level.Members).DistinctBy(static member => member.Name);
    }

    /// <summary>The template that a declaration is like; null if there is none.</summary>
    private Symbol? TemplateOf(Symbol symbol)
    {
        var kind = symbol.Kind switch
        {
            NameKind.Register => NameKind.RegisterTemplate,
            NameKind.Descriptor => NameKind.DescriptorTemplate,
            NameKind.Entry => NameKind.EntryTemplate,
            _ => symbol.Kind,
        };
        return symbol.Item.Like is { } like ? Find(symbol.Spec, kind, like.Value) : null;
    }

    /// <summary>The spec itself and those that it imports.</summary>
    private IEnumerable<string> SeenBy(string spec) => _imports.TryGetValue(spec, out var imports) ? [spec, .. imports] : [spec];

    private Dictionary<(NameKind Kind, string Name), Symbol> In(string spec) => _specs.GetValueOrDefault(spec) ?? [];

    private void Add(SpecFile file, Located<string> spec)
    {
        _files[file.Path] = file;
        if (!_specs.ContainsKey(spec.Value))
            (_specs[spec.Value], _imports[spec.Value]) = ([], []);
        _imports[spec.Value].AddRange(file.Imports.Select(static import => import.Value).Except(_imports[spec.Value]).ToList());
        Add(spec.Value, NameKind.Block, file.Blocks.Where(static block => block.Name.Value.Length > 0));
        Add(spec.Value, NameKind.Enum, file.Enums);
        Add(spec.Value, NameKind.Register, file.Registers);
        Add(spec.Value, NameKind.Group, file.Registers.SelectMany(static register => GroupsAround(register.Group)));
        Add(spec.Value, NameKind.Queue, file.Queues);
        Add(spec.Value, NameKind.Descriptor, file.Descriptors);
        Add(spec.Value, NameKind.Entry, file.Entries);
        foreach (var template in file.Templates)
            Add(spec.Value, KindOf(template.Kind), [template.Item]);
    }

    /// <summary>Adds declarations. Of several with one name the first counts, as in the language.</summary>
    private void Add(string spec, NameKind kind, IEnumerable<Declaration> items)
    {
        foreach (var item in items)
            _specs[spec].TryAdd((kind, item.Name.Value), new Symbol(kind, spec, item));
    }

    private static NameKind KindOf(UnitKind template) => template switch
    {
        UnitKind.Register => NameKind.RegisterTemplate,
        UnitKind.Descriptor => NameKind.DescriptorTemplate,
        _ => NameKind.EntryTemplate,
    };

    private static IEnumerable<GroupDeclaration> GroupsAround(GroupDeclaration? group)
    {
        for (; group is not null; group = group.Parent)
            yield return group;
    }
}
