using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Decode;

/// <summary>The declarations of specs that values can be decoded as, by name.</summary>
public sealed class Catalog
{
    private const string AnyDescriptor = "descriptor";

    private static readonly Lazy<Catalog> s_builtIn = new(static () => Of(SpecText.Shipped));

    private readonly List<(string Name, DecodableItem Thing)> _things = [];

    /// <summary>Makes a catalog of specs without errors.</summary>
    public Catalog(IReadOnlyList<LinkedSpec> specs)
    {
        Specs = specs;
        foreach (var thing in specs.SelectMany(ThingsOf))
        {
            _things.Add((thing.Name, thing));
            _things.AddRange(thing.OtherNames.Where(name => ItemNames.Key(name) != ItemNames.Key(thing.Name)).Select(name => (name, thing)));
        }
    }

    /// <summary>Intel VT-d, built in.</summary>
    public static Catalog BuiltIn => s_builtIn.Value;

    /// <summary>The specs.</summary>
    public IReadOnlyList<LinkedSpec> Specs { get; }

    /// <summary>Reads specs into a catalog.</summary>
    /// <exception cref="UndecodableException">There are errors in them.</exception>
    public static Catalog Of(IReadOnlyList<SpecText> texts)
    {
        var loaded = LoadedSpecs.Load(texts);
        if (loaded.Findings.FirstOrDefault(static finding => finding.Rule.Severity == Severity.Error) is { } finding)
            throw new UndecodableException($"{finding.Path}({finding.Span.Line},{finding.Span.Column}): {finding.Rule.Id}: {finding.Message}");

        return new Catalog(loaded.Specs);
    }

    /// <summary>Finds a thing by its name, upper and lower case alike, hyphens and underscores left out at will.</summary>
    /// <exception cref="UndecodableException">There is none, or several.</exception>
    public DecodableItem Find(string name)
    {
        var found = Matching(name);
        if (found.Count == 0 && ItemNames.Key(name) == AnyDescriptor)
            found = [.. _things.Select(static item => item.Thing).OfType<DecodableQueue>()];
        if (found.Count == 0)
            found = [.. Elements(name)];
        if (found.Count == 0 && name.LastIndexOf('.') is > 0 and var dot)
            return Field(Find(name[..dot]), name[(dot + 1)..]);
        if (found.Count > 1)
            found = Exact(name, found);

        return found switch
        {
            [var thing] => thing,
            [] => throw new UndecodableException(NotFound(name)),
            _ => throw new UndecodableException($"'{PrintableText.Text(name)}' can mean several things; say which: {string.Join(", ", found.Select(thing => FullName(thing, found)))}."),
        };
    }

    private static DecodableField Field(DecodableItem owner, string name)
    {
        if (owner.Layouts.Count == 0)
            throw new UndecodableException($"{owner.Name} is an {owner.Kind} and has no fields.");

        var layout = owner.Layouts.FirstOrDefault(layout => FieldValue.FieldsOf(layout).Any(field => ItemNames.Key(field.Name) == ItemNames.Key(name))) ?? owner.Layouts[0];
        return new DecodableField(layout, FieldValue.Find(layout, name));
    }

    /// <summary>Finds a register by its mnemonic.</summary>
    /// <exception cref="UndecodableException">There is none, or several.</exception>
    public DecodableRegister FindRegister(string mnemonic)
    {
        var registers = _things.Select(static item => item.Thing).OfType<DecodableRegister>().ToList();
        return registers.Find(thing => ItemNames.Key(thing.Name) == ItemNames.Key(mnemonic))
            ?? throw new UndecodableException($"There is no register '{PrintableText.Text(mnemonic)}'{ItemNames.Suggestion(mnemonic, registers.Select(static thing => thing.Name))}");
    }

    /// <summary>The enum of this name.</summary>
    /// <exception cref="UndecodableException">The specs have none.</exception>
    public DecodableEnum FindEnum(string name) =>
        _things.Select(static item => item.Thing).OfType<DecodableEnum>().FirstOrDefault(thing => thing.Name == name)
        ?? throw new UndecodableException($"The spec declares no enum {name}; without it, this cannot be explained.");

    private static IEnumerable<DecodableItem> ThingsOf(LinkedSpec spec)
    {
        foreach (var register in spec.Registers)
            yield return new DecodableRegister(spec, register);
        foreach (var entry in spec.Entries)
            yield return new DecodableEntry(spec, entry);
        foreach (var group in spec.Entries.Where(static entry => entry.VariantOf is not null).GroupBy(static entry => entry.VariantOf!, StringComparer.Ordinal))
            yield return new DecodableVariants(spec, Kebab(group.Key), [.. group.OrderBy(static entry => entry.VariantPlace)]);
        foreach (var queue in spec.Queues)
            yield return new DecodableQueue(spec, queue);
        foreach (var descriptor in spec.Descriptors)
        {
            if (spec.Queues.FirstOrDefault(queue => queue.Name == descriptor.Queue) is { } queue)
                yield return new DecodableDescriptor(spec, queue, descriptor);
        }

        foreach (var table in spec.Enums)
            yield return new DecodableEnum(spec, table);
    }

    private List<DecodableItem> Matching(string name)
    {
        var key = ItemNames.Key(name);
        return [.. _things.Where(item => ItemNames.Key(item.Name) == key || ItemNames.Key($"{item.Thing.Spec.Header.Name}.{item.Name}") == key || ItemNames.Key($"{item.Thing.Kind}:{item.Name}") == key).Select(static item => item.Thing)];
    }

    private static List<DecodableItem> Exact(string name, List<DecodableItem> found)
    {
        var exact = found.Where(thing => thing.Name == name).ToList();
        return exact.Count > 0 ? exact : found;
    }

    private string NotFound(string name)
    {
        var nearest = Spelling.Nearest(name, _things.Select(static item => item.Name).Append(AnyDescriptor));
        return nearest is null
            ? $"There is no '{PrintableText.Text(name)}' in {string.Join(", ", Specs.Select(static spec => spec.Header.Name))}. Registers, entries, descriptors, queues and enums have names, and 'descriptor' is any descriptor."
            : $"There is no '{PrintableText.Text(name)}' in {string.Join(", ", Specs.Select(static spec => spec.Header.Name))}; did you mean '{nearest}'?";
    }

    /// <summary>The array that <c>FRCD2</c> or <c>FRCD[2]</c> is an element of.</summary>
    private IEnumerable<DecodableItem> Elements(string name) =>
        _things.Select(static item => item.Thing).OfType<DecodableRegister>()
            .Select(thing => ElementName.IndexOf(thing.Register, name) is { } index ? thing with { Index = index } : null)
            .OfType<DecodableRegister>();

    /// <summary>A name that means one of several things only.</summary>
    private static string FullName(DecodableItem thing, List<DecodableItem> others) =>
        others.TrueForAll(other => other.Spec == thing.Spec) ? $"{thing.Kind}:{thing.Name}" : $"{thing.Spec.Header.Name}.{thing.Name}";

    /// <summary><c>root-entry</c> of <c>RootEntry</c>, as the spec writes it.</summary>
    private static string Kebab(string typeName) =>
        string.Concat(typeName.Select(static (letter, at) => at > 0 && char.IsAsciiLetterUpper(letter) ? "-" + letter : letter.ToString())).ToLowerInvariant();
}
