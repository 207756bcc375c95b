using Vtd.Spec.Declarations;

namespace Vtd.Spec.Language.Keys;

/// <summary>Aliases, at which single bits of registers are set, cleared and toggled: of one register, or of all in a block.</summary>
internal static class AliasKeys
{
    private static readonly NumberShape s_place = new("a number of bytes below 0x100000, such as 0x1000", 0, 0xF_FFFF);

    public static readonly KeyTable<AliasesDeclaration> OfRegister = Table("the aliases of a register", "at this offset, which counts as that of the register");

    public static readonly KeyTable<AliasesDeclaration> OfBlock = Table("the aliases of a block", "this many bytes behind each register");

    public static TableShape ShapeOf(KeyTable<AliasesDeclaration> table) => new("set:, clear: and toggle:, such as { set: 0x2000, clear: 0x3000 }", table.Name);

    private static KeyTable<AliasesDeclaration> Table(string name, string where) => new(name,
        new("set", s_place, $"A write {where} sets the bits that are 1.", (values, node, aliases) => aliases with { Set = values.Number(node, s_place) }),
        new("clear", s_place, $"A write {where} clears the bits that are 1.", (values, node, aliases) => aliases with { Clear = values.Number(node, s_place) }),
        new("toggle", s_place, $"A write {where} inverts the bits that are 1.", (values, node, aliases) => aliases with { Toggle = values.Number(node, s_place) }));
}
