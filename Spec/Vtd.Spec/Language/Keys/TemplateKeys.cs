using Vtd.Spec.Declarations;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language.Keys;

/// <summary>Keys of templates.</summary>
internal static class TemplateKeys
{
    private static readonly MapShape s_registers = Shape("registers", NameKind.RegisterTemplate, RegisterKeys.Registers);
    private static readonly MapShape s_descriptors = Shape("descriptors", NameKind.DescriptorTemplate, DescriptorKeys.Descriptors);
    private static readonly MapShape s_entries = Shape("entries", NameKind.EntryTemplate, DescriptorKeys.Entries);

    public static readonly KeyTable<SpecFile> Table = new("the templates",
        new("registers", s_registers, "Templates of registers, by the name for 'like'; no key is required.",
            (values, node, file) => Add(file, UnitKind.Register,
                values.Map(node, s_registers, static name => new RegisterDeclaration(name), RegisterKeys.Read, out var isComplete), isComplete)),
        new("descriptors", s_descriptors, "What descriptors can be like.",
            (values, node, file) => Add(file, UnitKind.Descriptor,
                values.Map(node, s_descriptors, static name => new DescriptorDeclaration(name), DescriptorKeys.ReadDescriptor, out var isComplete), isComplete)),
        new("entries", s_entries, "What entries can be like.",
            (values, node, file) => Add(file, UnitKind.Entry,
                values.Map(node, s_entries, static name => new EntryDeclaration(name), DescriptorKeys.ReadEntry, out var isComplete), isComplete)));

    public static readonly TableShape All = new("registers:, descriptors: or entries:", Table.Name);

    public static SpecFile Read(ValueReader values, YamlNode node, SpecFile file)
    {
        values.IsTemplate = true;
        file = values.Table(node, Table, file, node.Span);
        values.IsTemplate = false;

        // Templates may hide under a key that is misspelled.
        var isComplete = node is YamlMapping mapping && mapping.Entries.All(static entry => Table.IndexOf(entry.Key.Text) >= 0);
        return file with { IsComplete = file.IsComplete && isComplete };
    }

    private static MapShape Shape(string what, NameKind kind, MapShape declared) =>
        new($"templates of {what} by name", Shapes.Kebab with { Kind = kind }, declared.Item);

    private static SpecFile Add<T>(SpecFile file, UnitKind kind, EquatableArray<T> items, bool isComplete)
        where T : Declaration, IEquatable<T>
    {
        var parts = file.Templates.ToList();
        foreach (var item in items)
            parts.Add(new Part(kind, item));
        return file with { Templates = parts.ToEquatableArray(), IsComplete = file.IsComplete && isComplete };
    }
}
