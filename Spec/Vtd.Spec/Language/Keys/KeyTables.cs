namespace Vtd.Spec.Language.Keys;

/// <summary>The keys of the language: what the reader reads by and what describes the language to others.</summary>
public static class KeyTables
{
    /// <summary>The table of a file comes first.</summary>
    public static IReadOnlyList<KeyTable> All { get; } =
    [
        SpecKeys.Spec, BlockKeys.Block, AliasKeys.OfBlock, EnumKeys.Enum, EnumKeys.Code, RegisterKeys.Register, AliasKeys.OfRegister, GroupKeys.Group, FieldKeys.RegisterField, FieldKeys.Codes,
        FieldKeys.Field, FieldKeys.ReservedBits, DescriptorKeys.Queue, DescriptorKeys.Descriptor, DescriptorKeys.Entry, DescriptorKeys.Variant, TemplateKeys.Table,
    ];

    /// <summary>Keys of a file that an overlay cannot have: they are about the whole spec, or about declarations that it lacks.</summary>
    public static IReadOnlyList<string> NotInOverlay { get; } = ["document", "block", "blocks", "queue", "groups"];
}
