using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language.Keys;

/// <summary>Aliases, at which single bits of registers are set, cleared and toggled: of one register, or of all in a block.</summary>
internal static class AliasKeys
{
    public static readonly KeyTable<AliasesDeclaration> OfRegister = Table(
        "the aliases of a register", "at this offset, which counts as that of the register,", new("an offset below 0x100000 (bytes), such as 0x1C", 0, 0xF_FFFF));

    public static readonly KeyTable<AliasesDeclaration> OfBlock = Table(
        "the aliases of a block", "this many bytes behind a register", new("1 to 0xFFFFF (bytes), such as 0x1000", 1, 0xF_FFFF));

    public static TableShape ShapeOf(KeyTable<AliasesDeclaration> table) => new("set:, clear: or toggle:, such as { set: 0x2000, clear: 0x3000 }", table.Name);

    /// <summary>Reads aliases; a mapping without one is reported.</summary>
    public static AliasesDeclaration Read(ValueReader values, YamlNode node, KeyTable<AliasesDeclaration> table)
    {
        var before = values.Findings.Count;
        var aliases = values.Table(node, table, new AliasesDeclaration(), node.Span);
        if (values.Findings.Count == before && !aliases.All.Any())
            values.Findings.Report(KeyRules.Missing, node.Span, "The mapping is empty. Add 'set:', 'clear:' or 'toggle:', or remove the key.");
        return aliases;
    }

    private static KeyTable<AliasesDeclaration> Table(string name, string where, NumberShape place) => new(name,
        new("set", place, $"A write {where} sets the bits that are 1.", (values, node, aliases) => aliases with { Set = values.Number(node, place) }),
        new("clear", place, $"A write {where} clears the bits that are 1.", (values, node, aliases) => aliases with { Clear = values.Number(node, place) }),
        new("toggle", place, $"A write {where} inverts the bits that are 1.", (values, node, aliases) => aliases with { Toggle = values.Number(node, place) }));
}
