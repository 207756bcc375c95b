using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language.Keys;

/// <summary>Enums, tables of codes, and their codes.</summary>
internal static class EnumKeys
{
    private static readonly NumberShape s_width = new("a width from 1 to 64 (bits)", 1, 64);
    private static readonly ListShape s_traits = new("a list of traits, such as [qualified]", Shapes.Kebab);
    private static readonly WordShape s_kind = new("values or flags", Shapes.Words(
        new Word("values", "A field holds one of the codes; this is so if the key is left out."),
        new Word("flags", "The codes are bit numbers, and a field holds any combination of them.")));

    public static readonly KeyTable<CodeDeclaration> Code = new("a code",
        new("code", Shapes.AnyNumber, "The value; the bit number if the enum is of kind flags.",
            (values, node, code) => code with { Code = values.Number(node, Shapes.AnyNumber) }, isRequired: true),
        new("mnemonic", Shapes.Title, "The short name in the architecture, such as LRT.2.",
            (values, node, code) => code with { Mnemonic = values.Text(node, Shapes.Title) }),
        new("is", s_traits, "The traits of the enum that this code has.",
            (values, node, code) => code with { Traits = values.NameList(node, Shapes.Kebab, s_traits) }),
        new("meaning", Shapes.Prose, "What the code means.",
            (values, node, code) => code with { Meaning = values.Text(node, Shapes.Prose) }),
        ConfidenceKeys.Confidence<CodeDeclaration>(),
        ConfidenceKeys.Note<CodeDeclaration>(),
        PartKeys.Remove<CodeDeclaration>());

    private static readonly EitherShape s_code = new("a number, or code: and meaning:", Shapes.AnyNumber, new TableShape("a code", Code.Name));
    private static readonly MapShape s_codes = new("codes, such as Legacy: 0", Shapes.Mnemonic, s_code);

    public static readonly KeyTable<EnumDeclaration> Enum = new("an enum",
        TitledKeys.Title<EnumDeclaration>(),
        TitledKeys.Section<EnumDeclaration>(),
        TitledKeys.About<EnumDeclaration>(),
        ConfidenceKeys.Confidence<EnumDeclaration>(),
        ConfidenceKeys.Note<EnumDeclaration>(),
        new("width", s_width, "The bits that a value takes.",
            (values, node, item) => item with { Width = values.Number(node, s_width) }, isRequired: true),
        new("kind", s_kind, "Whether the codes are values or the bits of a bitmap.",
            (values, node, item) => item with { IsFlags = values.Word(node, s_kind, KeyRules.UnknownWord) == 1 }),
        new("traits", s_traits, "Yes/no properties that the codes can have.",
            (values, node, item) => item with { Traits = values.NameList(node, Shapes.Kebab, s_traits) }),
        new("codes", s_codes, "The codes by name.", ReadCodes, isRequired: true),
        PartKeys.RemoveAll<EnumDeclaration>());

    public static readonly MapShape Enums = new("enums by type name", Shapes.TypeName, new TableShape("an enum", Enum.Name));

    public static EnumDeclaration Read(ValueReader values, YamlNode node, EnumDeclaration item) =>
        values.Declaration(node, Enum, item, static (item, _, findings) => EnumChecks.Check(item, findings));

    private static EnumDeclaration ReadCodes(ValueReader values, YamlNode node, EnumDeclaration item)
    {
        if (node is YamlMapping { Entries.IsEmpty: true })
            values.Findings.Report(KeyRules.Empty, node.Span, $"The enum has no codes; expected {s_codes.Expected}.");
        return item with { Codes = values.Map(node, s_codes, static name => new CodeDeclaration(name), ReadCode) };
    }

    private static CodeDeclaration ReadCode(ValueReader values, YamlNode node, CodeDeclaration code) => node is YamlScalar
        ? code with { Code = values.Number(node, Shapes.AnyNumber) }
        : values.Table(node, Code, code, code.Name.Span);
}
