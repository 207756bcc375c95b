using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language.Keys;

/// <summary>Register blocks: the only one of a spec, or several by name.</summary>
internal static class BlockKeys
{
    private const string Name = "a block";

    private static readonly NumberShape s_size = new("1 to 0x100000 (bytes)", 1, 0x10_0000);
    private static readonly NumberShape s_accessSize = new("1, 2, 4 or 8 (bytes)", Choices: Shapes.Numbers(1, 2, 4, 8));
    private static readonly ListShape s_accessSizes = new("a list of access sizes in bytes, such as [4, 8]", s_accessSize);
    private static readonly MapShape s_instances = new("addresses by name, such as { UART0: 0x40034000 }", Shapes.Mnemonic, Shapes.AnyNumber);
    private static readonly TableShape s_only = new("size: and access:", Name);
    private static readonly EitherShape s_onlyOrName = new("size: and access:, or the name of a block under blocks:", s_only, Shapes.Block);
    private static readonly MapShape s_blocks = new("blocks by name", Shapes.Block, s_only);

    private static readonly TableShape s_aliases = AliasKeys.ShapeOf(AliasKeys.OfBlock);

    /// <summary>The order of bytes in a block or a register.</summary>
    public static readonly WordShape ByteOrder = new("little or big", Shapes.Words(
        new Word("little", "The least significant byte has the lowest address."),
        new Word("big", "The most significant byte has the lowest address.")));

    public static readonly KeyTable<BlockDeclaration> Block = new(Name,
        TitledKeys.Title<BlockDeclaration>(),
        TitledKeys.Section<BlockDeclaration>(),
        TitledKeys.About<BlockDeclaration>(),
        new("size", s_size, "The bytes it takes.",
            (values, node, block) => block with { Size = values.Number(node, s_size) }, isRequired: true),
        new("access", s_accessSizes, "The bytes that one access may have.",
            (values, node, block) => block with { Access = values.NumberList(node, s_accessSize, s_accessSizes) }, isRequired: true),
        new("endian", ByteOrder, "The order of the bytes in registers that do not have their own; little if it is missing.",
            (values, node, block) => block with { Order = ReadOrder(values, node) }),
        new("aliases", s_aliases, "The distance from each register of the block to places where writes set, clear or toggle single bits of it.",
            (values, node, block) => block with { Aliases = AliasKeys.Read(values, node, AliasKeys.OfBlock) }),
        new("instances", s_instances, "The address of each instance of the block in the system, by name.",
            (values, node, block) => block with { Instances = values.Map(node, s_instances, static name => new InstanceDeclaration(name), ReadInstance) }));

    /// <summary>The key of a file for its block.</summary>
    public static Key<SpecFile> OfFile { get; } = new("block", s_onlyOrName,
        "The register block, once in all files of a spec; in a spec with several the name of the block of the registers in this file that name none.", ReadOnly);

    /// <summary>The key of a file for several blocks.</summary>
    public static Key<SpecFile> All { get; } = new("blocks", s_blocks, "Register blocks, if the spec has several.",
        (values, node, file) => file with
        {
            Blocks = file.Blocks.Concat(values.Map(node, s_blocks, static name => new BlockDeclaration(name), Read, out var isComplete)).ToEquatableArray(),
            IsComplete = file.IsComplete && isComplete,
        });

    /// <summary>The key of a register or a group for the block that it lies in.</summary>
    public static Key<T> Of<T>(Func<T, Located<string>?, T> with)
        where T : class =>
        new("block", Shapes.Block, "The block that it lies in, if the spec has several and the file names another one or none.", (values, node, item) => with(item, values.Name(node, Shapes.Block)));

    public static ByteOrder? ReadOrder(ValueReader values, YamlNode node) => values.Word(node, ByteOrder, KeyRules.UnknownWord) switch
    {
        0 => Model.ByteOrder.LittleEndian,
        1 => Model.ByteOrder.BigEndian,
        _ => null,
    };

    private static SpecFile ReadOnly(ValueReader values, YamlNode node, SpecFile file)
    {
        if (node is YamlScalar)
            return file with { BlockName = values.Name(node, Shapes.Block) };
        var before = values.Findings.Count;
        var block = Read(values, node, new BlockDeclaration(new Located<string>("", node.Span)));
        return file with { Blocks = file.Blocks.Append(block with { IsBroken = values.Findings.Count > before }).ToEquatableArray() };
    }

    private static BlockDeclaration Read(ValueReader values, YamlNode node, BlockDeclaration block)
    {
        var before = values.Findings.Count;
        block = values.Table(node, Block, block, block.Name.Span);
        if (values.Findings.Count == before)
            BlockChecks.Check(block, values.Findings);
        return block;
    }

    private static InstanceDeclaration ReadInstance(ValueReader values, YamlNode node, InstanceDeclaration instance) =>
        instance with { Address = values.Number(node, Shapes.AnyNumber) };
}
