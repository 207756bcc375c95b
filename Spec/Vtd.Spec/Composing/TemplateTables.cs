using System.Collections.Immutable;
using Vtd.Spec.Declarations;
using Vtd.Spec.Language;
using Vtd.Spec.Language.Keys;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Composing;

/// <summary>Tables and sizes of the YAML of declarations and templates.</summary>
internal static class TemplateTables
{
    /// <summary>Templates may be like templates, but not deeper.</summary>
    public const int MostLevels = 8;

    /// <summary>Nodes that a file, or all templates together, may take from templates: keeps hostile files from filling memory.</summary>
    public const int MostTaken = 500_000;

    /// <summary>The keys of a declaration.</summary>
    public static KeyTable TableOf(UnitKind kind) => kind switch
    {
        UnitKind.Enum => EnumKeys.Enum,
        UnitKind.Register => RegisterKeys.Register,
        UnitKind.Queue => DescriptorKeys.Queue,
        UnitKind.Descriptor => DescriptorKeys.Descriptor,
        _ => DescriptorKeys.Entry,
    };

    /// <summary>The keys that a value of this shape has; null if it has none.</summary>
    public static KeyTable? TableOf(Shape shape) => shape switch
    {
        TableShape table => KeyTables.All.First(item => item.Name == table.Table),
        EitherShape either => TableOf(either.Second),
        _ => null,
    };

    /// <summary>A thing that is written in short, as its first key only, written out.</summary>
    public static YamlMapping WrittenOut(YamlNode node, KeyTable table) => node as YamlMapping
        ?? new YamlMapping(ImmutableArray.Create(new YamlEntry(new YamlScalar(table.Keys[0].Name, isPlain: true, node.Span), node)), isFlow: false, node.Span);

    public static bool Removes(YamlNode? node) => node is YamlMapping mapping && mapping[PartWords.Remove] is not null;

    /// <summary>Number of nodes.</summary>
    public static int SizeOf(YamlNode node) => node switch
    {
        YamlMapping mapping => 1 + mapping.Entries.Sum(static entry => SizeOf(entry.Value)),
        YamlSequence sequence => 1 + sequence.Items.Sum(SizeOf),
        _ => 1,
    };
}
