using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Model;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language.Keys;

/// <summary>Queues, their descriptors, and the entries of in-memory tables.</summary>
internal static class DescriptorKeys
{
    private static readonly ListShape s_queues = new("a list of queues, such as [CommandQueue, EventQueue]", Shapes.Queue);
    private static readonly EitherShape s_queue = new("a queue, such as CommandQueue, or a list of queues", Shapes.Queue, s_queues);
    private static readonly EitherShape s_require = new("a condition, such as IF or SW, or a list of conditions", Shapes.Condition,
        new ListShape("a list of conditions", Shapes.Condition));

    public static readonly KeyTable<QueueDeclaration> Queue = new("a queue",
        TitledKeys.Title<QueueDeclaration>(),
        TitledKeys.Section<QueueDeclaration>(),
        TitledKeys.About<QueueDeclaration>(),
        ConfidenceKeys.Confidence<QueueDeclaration>(),
        ConfidenceKeys.Note<QueueDeclaration>(),
        new("sizes", Shapes.Sizes, "The sizes in bits that its descriptors can have.",
            (values, node, queue) => queue with { Sizes = values.NumberList(node, Shapes.Size, Shapes.Sizes) }, isRequired: true),
        new("type", Shapes.Bits, "The bits of the type code, the same in every descriptor.",
            (values, node, queue) => queue with { Type = values.Bits(node, Shapes.Bits) }, isRequired: true),
        PartKeys.RemoveAll<QueueDeclaration>());

    public static readonly KeyTable<DescriptorDeclaration> Descriptor = new("a descriptor",
        PartKeys.Like<DescriptorDeclaration>(NameKind.DescriptorTemplate),
        TitledKeys.Title<DescriptorDeclaration>(),
        TitledKeys.Section<DescriptorDeclaration>(),
        TitledKeys.About<DescriptorDeclaration>(),
        ConfidenceKeys.Confidence<DescriptorDeclaration>(),
        ConfidenceKeys.Note<DescriptorDeclaration>(),
        new("queue", s_queue, "The queue it is legal in, or several that have their type codes in the same bits; the queue of the file if left out.", ReadQueues),
        new("type", Shapes.AnyNumber, "Its type code.",
            (values, node, descriptor) => descriptor with { Type = values.Number(node, Shapes.AnyNumber) }, isRequired: true),
        new("sizes", Shapes.Sizes, "The sizes in bits that it is legal in; all of the queue's if left out.",
            (values, node, descriptor) => descriptor with { Sizes = values.NumberList(node, Shapes.Size, Shapes.Sizes) }),
        new("fields", FieldKeys.Fields, "The fields by mnemonic; the type code is implied.",
            (values, node, descriptor) => descriptor with { Fields = FieldKeys.ReadFields(values, node) }),
        new("reserved", FieldKeys.Reserved, "Bits that must be zero.",
            (values, node, descriptor) =>
                descriptor with { Reserved = FieldKeys.ReadReserved(values, node, descriptor.Reserved, Access.ReservedZero) }),
        new("ignored", FieldKeys.Reserved, "Bits that the device never looks at.",
            (values, node, descriptor) =>
                descriptor with { Reserved = FieldKeys.ReadReserved(values, node, descriptor.Reserved, Access.Ignored) }),
        new("require", s_require, "Conditions over its fields that must all hold.",
            (values, node, descriptor) => descriptor with { Require = values.ExpressionList(node, Shapes.Condition) }),
        PartKeys.RemoveAll<DescriptorDeclaration>());

    public static readonly KeyTable<VariantDeclaration> Variant = new("a variant",
        new("of", Shapes.Kebab, "The group of layouts that it is one of.",
            (values, node, variant) => variant with { Of = values.Name(node, Shapes.Kebab) }, isRequired: true),
        new("when", Shapes.Condition, "What selects it: a condition over registers or its own fields.",
            (values, node, variant) => variant with { When = values.Expression(node, Shapes.Condition) }, isRequired: true));

    private static readonly TableShape s_variant = new("of: and when:", Variant.Name);

    public static readonly KeyTable<EntryDeclaration> Entry = new("an entry",
        PartKeys.Like<EntryDeclaration>(NameKind.EntryTemplate),
        TitledKeys.Title<EntryDeclaration>(),
        TitledKeys.Section<EntryDeclaration>(),
        TitledKeys.About<EntryDeclaration>(),
        ConfidenceKeys.Confidence<EntryDeclaration>(),
        ConfidenceKeys.Note<EntryDeclaration>(),
        new("size", Shapes.Size, "Its bits.",
            (values, node, entry) => entry with { Size = values.Number(node, Shapes.Size) }, isRequired: true),
        new("variant", s_variant, "One of several layouts of the same entry, and what selects it.",
            (values, node, entry) => entry with { Variant = values.Table(node, Variant, new VariantDeclaration(), node.Span) }),
        new("fields", FieldKeys.Fields, "The fields by mnemonic.",
            (values, node, entry) => entry with { Fields = FieldKeys.ReadFields(values, node) }),
        new("reserved", FieldKeys.Reserved, "Bits that must be zero.",
            (values, node, entry) => entry with { Reserved = FieldKeys.ReadReserved(values, node, entry.Reserved, Access.ReservedZero) }),
        new("ignored", FieldKeys.Reserved, "Bits that the device never looks at.",
            (values, node, entry) => entry with { Reserved = FieldKeys.ReadReserved(values, node, entry.Reserved, Access.Ignored) }),
        new("require", s_require, "Conditions over its fields that must all hold.",
            (values, node, entry) => entry with { Require = values.ExpressionList(node, Shapes.Condition) }),
        PartKeys.RemoveAll<EntryDeclaration>());

    public static readonly MapShape Queues = new("queues by name", Shapes.Queue, new TableShape("a queue", Queue.Name));

    public static readonly MapShape Descriptors = new("descriptors by name", Shapes.Kebab with { Kind = NameKind.Descriptor }, new TableShape("a descriptor", Descriptor.Name));

    public static readonly MapShape Entries = new("entries by name", Shapes.Kebab with { Kind = NameKind.Entry }, new TableShape("an entry", Entry.Name));

    private static DescriptorDeclaration ReadQueues(ValueReader values, YamlNode node, DescriptorDeclaration descriptor)
    {
        if (node is YamlSequence)
            return descriptor with { Queues = values.NameList(node, Shapes.Queue, s_queues) };
        return values.Name(node, Shapes.Queue) is { } name ? descriptor with { Queues = new[] { name }.ToEquatableArray() } : descriptor;
    }

    public static QueueDeclaration ReadQueue(ValueReader values, YamlNode node, QueueDeclaration queue) =>
        values.Declaration(node, Queue, queue, static (queue, _, findings) => QueueChecks.Check(queue, findings));

    public static DescriptorDeclaration ReadDescriptor(ValueReader values, YamlNode node, DescriptorDeclaration descriptor) =>
        values.Declaration(node, Descriptor, descriptor, static (descriptor, _, findings) =>
            FieldChecks.CheckNames(descriptor.Fields, TypeNames.OfKebab(descriptor.Name.Value) + "Descriptor", hasType: true, findings));

    public static EntryDeclaration ReadEntry(ValueReader values, YamlNode node, EntryDeclaration entry) =>
        values.Declaration(node, Entry, entry, EntryChecks.Check);
}
